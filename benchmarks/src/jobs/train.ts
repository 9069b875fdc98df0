import type { Dataset } from '../datasets/dataset.js';
import { defineBenchJob } from './define-job.js';
import { termLabel } from './names.js';
import { claimRun } from './run-directory.js';
import type { ShownSection } from './shown.js';
import * as work from './train-run.js';
import { type TrainConfig, trainConfigSchema } from './training.js';

export type { TrainResult } from './train-run.js';

/** Training of one model. */
export const train = defineBenchJob<TrainConfig, work.TrainResult>('train', {
  work,
  code: new URL('./train-run.js', import.meta.url),
  config: trainConfigSchema,
  data: ({ data }) => data,
  begin: (config, { directory }) => claimRun(directory, config),
  working: ['checkpoints', 'log.jsonl', 'run.json'],
  guess: 60,
  group: ({ experiment: { dataset, objective } }) => `${dataset} ${objective}`,
  subject: ({ experiment }) => experiment.id,
  show: ({ curve }, { dataset }) => [learningCurves(curve, dataset)],
});

const series = [
  ['training', 'training'],
  ['held out', 'heldOut'],
] as const;

/** A small chart for the loss and each of its terms. */
function learningCurves(curve: work.TrainResult['curve'], dataset: Dataset): ShownSection {
  const terms = Object.keys(curve[0]?.training ?? {});
  const ordered = ['loss', ...terms.filter((term) => term !== 'loss')].filter((term) => terms.includes(term));
  const panels = ordered.map((term) => ({
    title: termLabel(term, dataset),
    series: series.flatMap(([name, key]) => {
      const points = curve.flatMap((point) => {
        const y = point[key]?.[term];
        return y === undefined ? [] : [[point.step, y] as const];
      });
      return points.length > 0 ? [{ name, points }] : [];
    }),
  }));
  const followed = curve.some(({ heldOut }) => heldOut);
  const text =
    'Means over each epoch in nats per datum; the loss weighs its terms.' +
    (followed ? ' Held out are test items that nothing is chosen by.' : '');
  return {
    title: 'Learning curves',
    parts: [
      { type: 'text', text },
      { type: 'lines', panels, xTitle: 'step' },
    ],
  };
}
