import { findDataset, findExperiment } from '../../datasets/registry.js';
import type { BenchJob } from '../../jobs/define-job.js';
import type { EvaluationResult } from '../../jobs/evaluation-result.js';
import { byFrequency } from '../../jobs/per-label.js';
import { measuringJob } from '../../jobs/registry.js';
import type { Shown } from '../../jobs/shown.js';
import type { LabelsSpec } from '../../paper/figure.js';
import type { TableMetric } from '../../paper/table.js';
import type { FigureChart, FigureForm, FigurePoint } from '../figure.js';
import { provenanceNotes } from '../formats/notes.js';
import { outcomesOf, provenanceOf, resultsOf, summarise } from '../summary.js';

/** Results with a number for each label. */
interface LabelsResult extends EvaluationResult {
  readonly perLabel?: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
  readonly frequencies?: readonly number[];
}

/** Kind of the jobs whose results a figure shows. */
function jobFor({ job }: LabelsSpec): BenchJob<unknown, LabelsResult> {
  return measuringJob(job);
}

const metric: TableMetric = { name: 'average precision', digits: 2, higherIsBetter: true };
const guessing = 'frequency';

function drawn(names: readonly string[], charts: readonly FigureChart[]): Shown {
  const panels = charts.map(({ title, lines }) => ({
    title,
    series: lines.flatMap(({ label, points }) => {
      const values = points.flatMap(({ ours }) => ours ?? []);
      const own = { name: label, values, ...(label === guessing && { isReference: true as const }) };
      return values.length > 0 ? [own] : [];
    }),
  }));
  return { type: 'dots', names, panels, xTitle: metric.name };
}

/** Figures of the average precision of every label, the most frequent first, a line for each model. */
export const labels: FigureForm<LabelsSpec> = {
  experiments: ({ lines }) => lines.map(({ experiment }) => findExperiment(experiment)),
  jobs: (spec) => [jobFor(spec)],
  build(spec, run) {
    const models = spec.lines.flatMap(({ label, experiment }) => {
      const own = outcomesOf(run, experiment, jobFor(spec));
      return own.length > 0 ? [{ name: label, experiment, own: resultsOf(own), from: provenanceOf(own) }] : [];
    });
    const frequencies = models.flatMap(({ own }) => own)[0]?.frequencies ?? [];
    const { target } = findDataset(findExperiment(spec.lines[0]!.experiment).dataset).data;
    const order = byFrequency(frequencies);
    const names = order.map((label) => target.names[label]!);
    const guesses = order.map((label, i): FigurePoint => ({ at: names[i]!, ours: frequencies[label]!, values: [] }));
    const charts = spec.panels.map(({ title, key }): FigureChart => {
      const lines = models.map(({ name, experiment, own, from }) => ({
        label: name,
        points: order.map((label, i): FigurePoint => {
          // The posterior that the paper shows.
          const values = own.flatMap(({ perLabel }) => perLabel?.default?.[key]?.[label] ?? []);
          return { at: names[i]!, experiment, ...summarise(values), ...from };
        }),
      }));
      return { title, metric, lines: [...lines, { label: guessing, points: guesses }] };
    });
    return {
      parts: names.length > 0 ? [drawn(names, charts)] : [],
      numbers: { atTitle: 'label', charts },
      remarks: provenanceNotes(models.map(({ name, from }) => ({ name, ...from }))),
    };
  },
};
