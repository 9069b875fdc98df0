import * as tf from '@tensorflow/tfjs';
import { difference, jitDifference } from './check.js';
import { generate } from './generate.js';
import { type Program, print } from './program.js';
import { shrink } from './shrink.js';

tf.enableProdMode();

/** A program on which the backends differ. */
export interface Finding {
  readonly seed: number;
  readonly difference: string;
  /** The shrunk program as code. */
  readonly code: string;
}

/** How a program on 'onnx' differs from 'cpu', or compiled by `jit` from 'onnx'. */
async function anyDifference(program: Program): Promise<string | undefined> {
  return (await difference(program)) ?? (await jitDifference(program)).difference;
}

/** Runs the program of a seed on both backends, and compiled. */
export async function tryProgram(seed: number): Promise<Finding | undefined> {
  await tf.setBackend('cpu');
  const program = generate(seed);
  if ((await anyDifference(program)) === undefined) return undefined;
  const smallest = await shrink(program, async (candidate) => (await anyDifference(candidate)) !== undefined);
  return { seed, difference: (await anyDifference(smallest))!, code: print(smallest) };
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
