import { randomUUID } from 'node:crypto';
import { access, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MultimodalVae } from '../model/multimodal-vae.js';
import { loadModel as loadFromUrl } from '../saved/load-model.js';
import { ModelFileError } from '../saved/model-file-error.js';
import { type LoadModelOptions, type ModelFiles, modelFiles, modelFromFiles, readNames } from '../saved/model-files.js';

const names: ReadonlySet<string> = new Set([
  'config.json',
  'model.safetensors',
  'README.md',
] satisfies (keyof ModelFiles)[]);

/** How a model is saved. */
export interface SaveModelOptions {
  /** Description of the model, for its README. */
  readonly description?: string;
  /** Replaces the model that is in the folder; default false. */
  readonly overwrite?: boolean;
}

/** Whether a folder holds a saved model and nothing else. */
async function holdsModel(folder: string): Promise<boolean> {
  try {
    const config = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')) as { format?: unknown } | null;
    return config?.format === 'polyvae-model' && (await readdir(folder)).every((name) => names.has(name));
  } catch {
    return false;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/**
 * Saves a model in a folder of its own: `config.json`, `model.safetensors` and `README.md`, the layout of model hubs. The folder appears
 * whole or not at all.
 * @throws {ConfigurationError} if a network or a likelihood cannot be described, naming it and what to do.
 * @throws {ModelFileError} if there is something at the path already, or it cannot be written.
 * @example
 * ```ts
 * await saveModel(model, 'models/digits', { description: 'Digits as image and text.' });
 * ```
 */
export async function saveModel<K extends string>(
  model: MultimodalVae<K>,
  path: string,
  { description, overwrite = false }: SaveModelOptions = {},
): Promise<void> {
  // Without a separator at its end, since names of files beside it are made of it.
  const folder = resolve(path);
  const there = await exists(folder);
  if (there && !overwrite) {
    throw new ModelFileError(`saveModel: there is something at ${folder} already`, {
      hint: 'Choose another folder, or give { overwrite: true } to replace the model in it.',
    });
  }
  if (there && !(await holdsModel(folder))) {
    throw new ModelFileError(
      `saveModel: expected a saved model and nothing else at ${folder}, found other files, which are kept`,
      {
        hint: 'Choose another folder.',
      },
    );
  }
  const files = await modelFiles(model, description);
  const temporary = `${folder}.${randomUUID()}.tmp`;
  const old = `${folder}.${randomUUID()}.old`;
  try {
    await mkdir(dirname(folder), { recursive: true });
    await mkdir(temporary);
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(temporary, name), bytes);
    if (there) await rename(folder, old);
    await rename(temporary, folder);
  } catch (cause) {
    await rm(temporary, { recursive: true, force: true }).catch(() => {});
    if (there && !(await exists(folder))) await rename(old, folder).catch(() => {});
    throw new ModelFileError(`saveModel: could not write ${folder}: ${(cause as Error).message}`, { cause });
  }
  if (there) await rm(old, { recursive: true, force: true });
}

/**
 * Loads a model from a folder that {@link saveModel} wrote, or from its URL. The code that built it is not needed.
 * @throws {ModelFileError} if a file cannot be read, or is no model's, or that of a newer version.
 * @throws {ConfigurationError} if the model has parts of your own that are not registered.
 * @throws {CheckpointError} if the weights do not fit; {SafetensorsError} if they are damaged.
 * @example
 * ```ts
 * const model = await loadModel('https://example.org/models/digits');
 * ```
 */
export async function loadModel<K extends string = string>(
  source: string | URL,
  options: LoadModelOptions<K> = {},
): Promise<MultimodalVae<K>> {
  if (/^https?:/.test(String(source))) return loadFromUrl(source, options);
  const folder = source instanceof URL ? fileURLToPath(source) : source;
  const files = await Promise.all(
    readNames.map(async (name) => {
      const path = join(folder, name);
      const bytes = await readFile(path).catch((cause: Error) => {
        throw new ModelFileError(`could not read ${path}: ${cause.message}`, {
          cause,
          hint: 'Give the folder that saveModel wrote.',
        });
      });
      return [name, bytes] as const;
    }),
  );
  return modelFromFiles(Object.fromEntries(files) as unknown as ModelFiles, options, folder);
}
