import { readFileSync } from 'node:fs';
import path from 'node:path';
import stringify from 'safe-stable-stringify';
import { writeFileAtomic } from './files.js';
import { openSealedJson, sealJson } from './sealed-json.js';

/** Name of the file in a job's folder. */
const partsFile = 'parts.json';

type Parts = Record<string, unknown>;

function read(file: string, config: string): Parts {
  try {
    const kept = openSealedJson(readFileSync(file, 'utf8')) as { config: string; parts: Parts } | undefined;
    return kept?.config === config ? kept.parts : {};
  } catch {
    // Not there, or not what was written: everything is computed.
    return {};
  }
}

/**
 * The finished parts of a long job, kept in its folder: one that was stopped goes on with the next part. The folder's name
 * stands for the data and the code.
 */
export class FinishedParts {
  readonly #file: string;
  readonly #config: string;
  readonly #parts: Parts;

  /**
   * @param directory The job's folder.
   * @param config Settings that decide the parts' results; parts of other settings are not taken.
   */
  constructor(directory: string, config: object) {
    this.#file = path.join(directory, partsFile);
    this.#config = stringify(config);
    this.#parts = read(this.#file, this.#config);
  }

  /**
   * A part's result: the kept one, or what `compute` gives.
   * @param compute Its result must be plain data, and must not depend on which parts were computed before.
   */
  async once<T>(name: string, compute: () => Promise<T>): Promise<T> {
    if (!Object.hasOwn(this.#parts, name)) {
      this.#parts[name] = await compute();
      await writeFileAtomic(this.#file, sealJson({ config: this.#config, parts: this.#parts }));
    }
    return this.#parts[name] as T;
  }
}
