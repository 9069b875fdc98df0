import { ArgumentTypeError } from '@polyvae/errors';
import { coherence } from './coherence.js';
import type { BenchJob } from './define-job.js';
import type { EvaluationResult } from './evaluation-result.js';
import { judge } from './judge.js';
import { latentSpace } from './latent-space.js';
import { likelihood } from './likelihood.js';
import { probe } from './probe.js';
import { quality } from './quality.js';
import { samples } from './samples.js';
import { train } from './train.js';

/** Kinds of jobs whose results have numbers that tables show. */
// biome-ignore lint/suspicious/noExplicitAny: kinds of every configuration stand in one registry
export const measuringJobs: readonly BenchJob<any, EvaluationResult>[] = [train, probe, coherence, quality, likelihood];

/** Kinds of jobs that show what a model does. */
export const showingJobs: readonly BenchJob[] = [samples, latentSpace];

/** Every kind of job; those that evaluate a model stand in the order of a report. */
export const jobKinds: readonly BenchJob[] = [
  judge,
  samples,
  latentSpace,
  quality,
  train,
  coherence,
  probe,
  likelihood,
];

/** The kind of job of a name whose results have numbers that tables show. */
export function measuringJob(name: string): (typeof measuringJobs)[number] {
  const found = measuringJobs.find(({ kind }) => kind === name);
  if (!found)
    throw new ArgumentTypeError(
      `There are no numbers of jobs '${name}'; there are of ${measuringJobs.map(({ kind }) => kind).join(', ')}.`,
    );
  return found;
}
