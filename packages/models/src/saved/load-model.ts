import type { MultimodalVae } from '../model/multimodal-vae.js';
import { ModelFileError } from './model-file-error.js';
import { type LoadModelOptions, type ModelFiles, modelFromFiles, readNames } from './model-files.js';

/**
 * Loads a model from the folder at a URL, in a browser or elsewhere. The code that built it is not needed.
 * @throws {ModelFileError} if a file cannot be fetched, or is no model's, or that of a newer version.
 * @throws {ConfigurationError} if the model has parts of your own that are not registered.
 * @throws {CheckpointError} if the weights do not fit; {SafetensorsError} if they are damaged.
 * @example
 * ```ts
 * const model = await loadModel('https://example.org/models/digits');
 * ```
 */
export async function loadModel<K extends string = string>(
  url: string | URL,
  options: LoadModelOptions<K> = {},
): Promise<MultimodalVae<K>> {
  const folder = String(url).replace(/\/$/, '');
  const files = await Promise.all(readNames.map(async (name) => [name, await fetched(`${folder}/${name}`)] as const));
  return modelFromFiles(Object.fromEntries(files) as unknown as ModelFiles, options, folder);
}

async function fetched(address: string): Promise<Uint8Array> {
  let response: Response;
  try {
    response = await fetch(address);
  } catch (cause) {
    throw new ModelFileError(`could not fetch ${address}: ${(cause as Error).message}`, { cause });
  }
  if (!response.ok) {
    throw new ModelFileError(`could not fetch ${address}: ${response.status} ${response.statusText}`, {
      hint: 'Give the URL of the folder that saveModel wrote.',
    });
  }
  return new Uint8Array(await response.arrayBuffer());
}
