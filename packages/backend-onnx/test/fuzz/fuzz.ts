import * as tf from '@tensorflow/tfjs';
import { difference } from './check.js';
import { generate } from './generate.js';
import { print } from './program.js';
import { shrink } from './shrink.js';

tf.enableProdMode();

/** A program on which the backends differ. */
export interface Finding {
  readonly seed: number;
  readonly difference: string;
  /** The shrunk program as code. */
  readonly code: string;
}

/** Runs the program of a seed on both backends. */
export async function tryProgram(seed: number): Promise<Finding | undefined> {
  await tf.setBackend('cpu');
  const program = generate(seed);
  if ((await difference(program)) === undefined) return undefined;
  const smallest = await shrink(program, async (candidate) => (await difference(candidate)) !== undefined);
  return { seed, difference: (await difference(smallest))!, code: print(smallest) };
}

/** Runs programs of consecutive seeds; every finding is also given to `report` at once. */
export async function fuzz(seed: number, programs: number, report?: (finding: Finding) => void): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (let i = 0; i < programs; i++) {
    const finding = await tryProgram(seed + i);
    if (finding === undefined) continue;
    findings.push(finding);
    report?.(finding);
  }
  return findings;
}
