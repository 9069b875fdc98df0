import { z } from 'zod';
import { type Job, job } from '../src/job.js';
import { defineJob } from '../src/job-kind.js';
import { double } from './toy-work.js';

const code = new URL('./toy-work.ts', import.meta.url);

/** Doubles a number; `path` is where something lies and does not count. */
export const train = defineJob('train', {
  config: z.strictObject({ model: z.string(), value: z.number(), path: z.string().optional() }),
  result: z.strictObject({ value: z.number() }),
  code,
  identity: ({ path: _, ...config }) => config,
  subject: ({ model }) => model,
  group: ({ model }) => model.slice(0, 3),
  guess: 60,
  async run({ value }, { signal, onProgress }) {
    signal.throwIfAborted();
    onProgress({ done: 1, total: 2, note: 'half' });
    return { value: await double(value) };
  },
});

/** Serves all models. */
export const judge = defineJob('judge', {
  config: z.strictObject({ name: z.string() }),
  result: z.string(),
  code,
  run: async ({ name }) => name,
});

/** Looks at what a training left. */
export const probe = defineJob('probe', {
  config: z.strictObject({ model: z.string() }),
  result: z.strictObject({ needs: z.array(z.string()) }),
  code,
  subject: ({ model }) => model,
  run: async (_, { needs }) => ({ needs: [...needs] }),
});

export const kinds = [train, judge, probe];

/** For each model a training, a judge of its own, and a probe that needs both. */
export function toyJobs(models: readonly string[]): { trains: Job[]; judges: Job[]; probes: Job[]; all: Job[] } {
  const trains = models.map((model, value) => job(train, { label: `train-${model}`, config: { model, value } }));
  const judges = models.map((model) => job(judge, { label: `judge-${model}`, config: { name: model } }));
  const probes = models.map((model, i) =>
    job(probe, { label: `probe-${model}`, config: { model }, needs: [trains[i]!, judges[i]!] }),
  );
  return { trains, judges, probes, all: [...trains, ...judges, ...probes] };
}
