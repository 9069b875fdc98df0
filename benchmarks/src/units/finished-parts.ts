import { readFileSync } from 'node:fs';
import path from 'node:path';
import { writeFileAtomic } from '@polyvae/training/node';
import { canonicalJson } from '../canonical-json.js';

/** Name of the file in a unit's folder. */
export const partsFile = 'parts.json';

type Parts = Record<string, unknown>;

function read(file: string, config: string): Parts {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as { config: string; parts: Parts };
    return kept.config === config ? kept.parts : {};
  } catch {
    // Not there, or not whole: everything is computed.
    return {};
  }
}

/**
 * What a long evaluation has finished, kept in its folder: one that was stopped goes on with the next part. The folder's name
 * stands for the data and the code.
 */
export class FinishedParts {
  readonly #file: string;
  readonly #config: string;
  readonly #parts: Parts;

  /** @param config What decides the parts' results; those of another one are not taken. */
  constructor(directory: string, config: object) {
    this.#file = path.join(directory, partsFile);
    this.#config = canonicalJson(config);
    this.#parts = read(this.#file, this.#config);
  }

  /**
   * A part's result: the kept one, or what `compute` gives.
   * @param compute Its result must be plain data, and must not depend on which parts were computed before.
   */
  async once<T>(name: string, compute: () => Promise<T>): Promise<T> {
    if (!(name in this.#parts)) {
      this.#parts[name] = await compute();
      await writeFileAtomic(this.#file, Buffer.from(JSON.stringify({ config: this.#config, parts: this.#parts })));
    }
    return this.#parts[name] as T;
  }
}
