import { isPolyvaeError } from '@polyvae/errors';
import { loadWeights, saveWeights } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs-core';
import type { MultimodalVae } from '../model/multimodal-vae.js';
import { withinParameters } from '../networks/parameter.js';
import type { Objective } from '../objectives/objective.js';
import { modelCard } from './model-card.js';
import { type ModelConfig, modelConfig, modelFromConfig, modelVersion } from './model-config.js';
import { ModelFileError } from './model-file-error.js';

/** The files of a saved model, in the layout of model hubs. */
export interface ModelFiles {
  /** Description of the model, JSON. */
  readonly 'config.json': Uint8Array;
  /** Its parameters and state. */
  readonly 'model.safetensors': Uint8Array;
  /** Model card for people. */
  readonly 'README.md': Uint8Array;
}

/** Names of the files that a model is loaded from. */
export const readNames = ['config.json', 'model.safetensors'] as const;

/** How a model is loaded. */
export interface LoadModelOptions<K extends string = string> {
  /** In place of the saved one, such as one whose β is a function, which no file holds. */
  readonly objective?: Objective<K>;
}

/**
 * A model as files. They hold all that is needed to build it again, without the code that built it.
 * @param description What the model is, for its README.
 * @throws {ConfigurationError} if a network or a likelihood cannot be described, naming it and what to do.
 * @example
 * ```ts
 * const files = await modelFiles(model, 'Digits as image and text.');
 * ```
 */
export async function modelFiles<K extends string>(model: MultimodalVae<K>, description = ''): Promise<ModelFiles> {
  const config = modelConfig(model);
  const text = new TextEncoder();
  return {
    'config.json': text.encode(`${JSON.stringify(config, null, 2)}\n`),
    'model.safetensors': await saveWeights(model),
    'README.md': text.encode(modelCard(config, model, description)),
  };
}

/**
 * A model from its files.
 * @param source Where they come from, for messages.
 * @throws {ModelFileError} if `config.json` is no description of a model, or that of a newer version.
 * @throws {ConfigurationError} if it has parts of your own that are not registered.
 * @throws {CheckpointError} if the weights do not fit; {SafetensorsError} if they are damaged.
 * @example
 * ```ts
 * const copy = modelFromFiles(await modelFiles(model));
 * ```
 */
export function modelFromFiles<K extends string = string>(
  files: Pick<ModelFiles, 'config.json' | 'model.safetensors'>,
  { objective }: LoadModelOptions<K> = {},
  source = 'model',
): MultimodalVae<K> {
  const config = parseConfig(files['config.json'], `${source}/config.json`);
  const weights = files['model.safetensors'];
  const model = described(`${source}/config.json`, () =>
    // An entry takes a byte at the least.
    withinParameters(weights.length, () => modelFromConfig<K>(config, objective)),
  );
  try {
    loadWeights(model, weights, `${source}/model.safetensors`);
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model;
}

/**
 * The model of a description; nothing of it stays if it is none.
 * @throws {ModelFileError} in place of errors that do not say what is the matter.
 */
function described<M>(source: string, build: () => M): M {
  const before = new Set(Object.values(tf.engine().registeredVariables));
  try {
    return build();
  } catch (error) {
    for (const variable of Object.values(tf.engine().registeredVariables)) {
      if (!before.has(variable)) variable.dispose();
    }
    if (isPolyvaeError(error)) throw error;
    throw new ModelFileError(`${source}: the description is damaged: ${(error as Error).message}`, { cause: error });
  }
}

function parseConfig(bytes: Uint8Array, source: string): ModelConfig {
  let config: Partial<ModelConfig> | null;
  try {
    config = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new ModelFileError(`${source}: expected JSON, found ${(cause as Error).message}`, { cause });
  }
  if (typeof config !== 'object' || config === null || config.format !== 'polyvae-model') {
    throw new ModelFileError(`${source}: expected the description of a polyvae model, found another file`, {
      hint: "Give the folder that saveModel wrote; of another program's weights only parameters can be loaded, by loadWeights.",
    });
  }
  const { version, shared, modalities, objective } = config;
  if (!Number.isInteger(version) || version! < 1 || version! > modelVersion) {
    throw new ModelFileError(
      `${source}: expected a version from 1 to ${modelVersion}, found ${JSON.stringify(version)}`,
      {
        hint: 'It was written by a newer version of @polyvae/models; update the package.',
      },
    );
  }
  if (
    !Number.isInteger(shared) ||
    typeof modalities !== 'object' ||
    modalities === null ||
    typeof objective?.kind !== 'string'
  ) {
    throw new ModelFileError(`${source}: shared, modalities or objective is missing; the file is damaged`);
  }
  return config as ModelConfig;
}
