import { type Job, job } from '@polyvae/jobs';
import { defineBenchJob, type PlanContext } from './define-job.js';
import * as work from './judge-run.js';
import { type JudgeConfig, type JudgeResult, judgeSettings } from './judge-run.js';

export { type JudgeConfig, type JudgeResult, judgeSettings } from './judge-run.js';

/** Training of the classifier that judges one modality: one for all experiments and seeds. */
export const judge = defineBenchJob<JudgeConfig, JudgeResult>('judge', {
  work,
  code: new URL('./judge-run.js', import.meta.url),
  settings: judgeSettings,
  config: work.configSchema,
  data: ({ data }) => data,
  working: ['checkpoints', 'log.jsonl'],
  guess: 30,
  group: ({ data }) => data.dataset,
});

/** The judge of one modality of a planned experiment's data. */
export function judgeOf(
  modality: string,
  { settings, data, backend, dataset }: PlanContext,
): Job<JudgeConfig, JudgeResult> {
  const { batchSize, width, dropout, steps, gates } = judgeSettings.parse(settings.jobs.judge);
  return job(judge, {
    label: `judge-${dataset.name}-${modality}`,
    config: {
      modality,
      data,
      batchSize,
      width,
      dropout,
      steps: steps[modality]!,
      gate: gates[data.source][modality]!,
      partialGate: data.source === 'files' ? gates.partialFiles?.[modality] : undefined,
      seed: 1,
      backend,
    },
  });
}
