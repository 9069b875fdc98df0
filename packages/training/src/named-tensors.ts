import * as tf from '@tensorflow/tfjs-core';
import { CheckpointError } from './errors.js';
import { float32Of, isFloat } from './float32-of.js';
import type { SafetensorsEntry, SafetensorsType } from './safetensors.js';

/** Tensors by checkpoint path. */
export type NamedTensors = Readonly<Record<string, tf.Tensor>>;

const TYPE_OF: Readonly<Record<string, SafetensorsType>> = { float32: 'F32', int32: 'I32', bool: 'BOOL' };

/** Reads tensors back as safetensors entries, in order of their names. */
export async function readTensors(tensors: NamedTensors): Promise<[string, SafetensorsEntry][]> {
  const names = Object.keys(tensors).sort();
  return Promise.all(
    names.map(async (name): Promise<[string, SafetensorsEntry]> => {
      const { dtype, shape } = tensors[name]!;
      const type = TYPE_OF[dtype];
      if (!type)
        throw new CheckpointError(`'${name}' has the type ${dtype}; only ${Object.keys(TYPE_OF)} can be saved`);
      return [name, { dtype: type, shape, data: await tensors[name]!.data() }];
    }),
  );
}

/** The tensor of an entry whose type was checked by `differences`. */
export function toTensor(entry: SafetensorsEntry): tf.Tensor {
  const { dtype, shape, data } = entry;
  if (isFloat(dtype)) return tf.tensor(float32Of(entry), [...shape], 'float32');
  return tf.tensor(data as Int32Array | Uint8Array, [...shape], dtype === 'I32' ? 'int32' : 'bool');
}

/** Reasons why stored tensors cannot be loaded into `expected`; empty if they can. */
export function differences(expected: NamedTensors, found: ReadonlyMap<string, SafetensorsEntry>): string[] {
  const missing = Object.keys(expected).filter((name) => !found.has(name));
  const unknown = [...found.keys()].filter((name) => !Object.hasOwn(expected, name));
  const changed = Object.entries(expected).flatMap(([name, tensor]) => {
    const entry = found.get(name);
    const want = `${TYPE_OF[tensor.dtype]}[${tensor.shape.join(', ')}]`;
    const have = entry && `${entry.dtype}[${entry.shape.join(', ')}]`;
    // Other floating-point numbers are converted.
    const type = entry && tensor.dtype === 'float32' && isFloat(entry.dtype) ? 'F32' : entry?.dtype;
    return entry && want !== `${type}[${entry.shape.join(', ')}]`
      ? [`'${name}' is ${have} in the file, but ${want} in the model`]
      : [];
  });
  return [
    ...changed,
    ...(missing.length > 0 ? [`the file lacks ${list(missing)}`] : []),
    ...(unknown.length > 0 ? [`the model has no ${list(unknown)}`] : []),
  ];
}

const MOST = 8;

function list(names: readonly string[]): string {
  const shown = names.slice(0, MOST).map((name) => `'${name}'`);
  return names.length > MOST ? `${shown.join(', ')} and ${names.length - MOST} more` : shown.join(', ');
}
