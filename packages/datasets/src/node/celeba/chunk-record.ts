import { readFile } from 'node:fs/promises';
import type { ChunkPlan } from './chunk-plan.js';
import type { FaceProblem } from './face-decoder.js';

/** An image that is not in the cache, since it cannot be used. */
export interface CachedProblem extends FaceProblem {
  readonly image: string;
  /** Position in the attribute list. */
  readonly position: number;
}

/** What a chunk of the cache is made from, and how to tell that it is whole. */
export interface ChunkRecord {
  /** {@link ChunkPlan.key}. */
  readonly key: string;
  /** For people who look into the file. */
  readonly about: {
    readonly preprocessing: string;
    readonly images: string;
    readonly shape: readonly number[];
  };
  readonly sha256: string;
  /** How many images there are of each size, `178 × 218`. */
  readonly sizes: Readonly<Record<string, number>>;
  readonly problems: readonly CachedProblem[];
}

/** The record of a chunk that is made from what the plan says; `undefined` if there is none. */
export async function readRecord(plan: ChunkPlan): Promise<ChunkRecord | undefined> {
  try {
    const record = JSON.parse(await readFile(plan.recordFile, 'utf8')) as Partial<ChunkRecord> | null;
    const { key, sha256, sizes, problems } = record ?? {};
    const whole = typeof sha256 === 'string' && typeof sizes === 'object' && Array.isArray(problems);
    return key === plan.key && whole ? (record as ChunkRecord) : undefined;
  } catch {
    // Whatever cannot be read is made again, and then an error says why it cannot be written.
    return undefined;
  }
}
