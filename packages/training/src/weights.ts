import type * as tf from '@tensorflow/tfjs-core';
import { CheckpointError } from './errors.js';
import { float32Of, isFloat } from './float32-of.js';
import { differences, readTensors, toTensor } from './named-tensors.js';
import { decodeSafetensors, encodeSafetensors, type SafetensorsEntry } from './safetensors.js';
import type { Trainable } from './trainable.js';

/** The variables and state of a model, which its weights are saved from and loaded into. */
export type ModelWeights = Pick<Trainable<never>, 'variables' | 'state'>;

/** Prefix of what is not the model's own in a checkpoint. */
export const OPTIMIZER_PREFIX = 'optimizer/';

/** All of a model's variables by checkpoint path. */
export function weightsOf(model: ModelWeights): Record<string, tf.Variable> {
  const { variables, state = {} } = model;
  const twice = Object.keys(state).find((name) => Object.hasOwn(variables, name));
  if (twice !== undefined) throw new CheckpointError(`'${twice}' is among the model's variables and its state`);
  const reserved = [...Object.keys(variables), ...Object.keys(state)].find((name) => name.startsWith(OPTIMIZER_PREFIX));
  if (reserved !== undefined) {
    throw new CheckpointError(`'${reserved}': names beginning with '${OPTIMIZER_PREFIX}' are reserved`);
  }
  return { ...variables, ...state };
}

/**
 * A model's variables and state as one safetensors file, which other tools read too.
 * Works in a browser; asynchronous because WebGPU cannot be read otherwise.
 * @example
 * ```ts
 * await writeFile('model.safetensors', await saveWeights(model));
 * ```
 */
export async function saveWeights(model: ModelWeights): Promise<Uint8Array> {
  return encodeSafetensors(await readTensors(weightsOf(model)), { format: 'polyvae-weights' });
}

/**
 * Sets a model's variables and state from `saveWeights`' bytes, from a checkpoint or from tensors by name; floating-point numbers of other sizes are
 * converted. Nothing changes if the file does
 * not fit.
 * @param source Named in errors, such as the file's path.
 * @throws {CheckpointError} if names, shapes or types differ, or a value is not finite; the message names them.
 * @throws {SafetensorsError} if the file is damaged.
 * @example
 * ```ts
 * loadWeights(model, await readFile('model.safetensors'), 'model.safetensors');
 * ```
 */
export function loadWeights(
  model: ModelWeights,
  bytes: Uint8Array | ReadonlyMap<string, SafetensorsEntry>,
  source = 'weights',
): void {
  const tensors = bytes instanceof Uint8Array ? decodeSafetensors(bytes, source).tensors : bytes;
  assignWeights(model, new Map([...tensors].filter(([name]) => !name.startsWith(OPTIMIZER_PREFIX))), source);
}

/** Checks all, then assigns all. */
export function assignWeights(
  model: ModelWeights,
  tensors: ReadonlyMap<string, SafetensorsEntry>,
  source: string,
): void {
  const weights = weightsOf(model);
  const problems = differences(weights, tensors);
  if (problems.length > 0) {
    throw new CheckpointError(
      `${source} was saved from another model: ${problems.join('; ')}. Build the model with the settings it was saved with`,
    );
  }
  const bad = Object.keys(weights).find((name) => {
    const entry = tensors.get(name)!;
    return isFloat(entry.dtype) && !float32Of(entry).every((value) => Number.isFinite(value));
  });
  if (bad !== undefined) {
    throw new CheckpointError(
      `${source}: '${bad}' holds values that are not finite; the file is damaged, or of a training that failed: use an earlier checkpoint`,
    );
  }
  for (const [name, variable] of Object.entries(weights)) {
    const value = toTensor(tensors.get(name)!);
    variable.assign(value);
    value.dispose();
  }
}
