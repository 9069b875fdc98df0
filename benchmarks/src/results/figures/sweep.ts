import { measuringJob } from '../../jobs/registry.js';
import type { LineCharts } from '../../jobs/shown.js';
import type { SweepPanel, SweepSpec } from '../../paper/figure.js';
import type { Run } from '../../run/run.js';
import type { FigureChart, FigureForm, FigurePoint } from '../figure.js';
import { provenanceNotes } from '../formats/notes.js';
import { outcomesOf, provenanceOf, resultsOf, summarise } from '../summary.js';

/** Mean of the values of some keys; none if one of them is missing. */
function meanOf(values: Readonly<Record<string, number>> | undefined, keys: readonly string[]): number[] {
  const found = keys.flatMap((key) => values?.[key] ?? []);
  return found.length === keys.length ? [found.reduce((sum, value) => sum + value, 0) / keys.length] : [];
}

function buildChart({ title, job, metric, lines }: SweepPanel, { points }: SweepSpec, run: Run): FigureChart {
  const places = points.map(({ x, experiment: { id }, model }) => {
    return { x, id, model, own: outcomesOf(run, id, measuringJob(job)) };
  });
  return {
    title,
    metric,
    lines: lines.map(({ label, keys, model }) => ({
      label,
      points: places
        .filter((place) => model === undefined || place.model === model)
        .map(({ x, id, own }): FigurePoint => {
          const values = resultsOf(own).flatMap((result) => meanOf(result.values.default, keys));
          return { at: x, experiment: id, ...summarise(values), ...provenanceOf(own) };
        }),
    })),
  };
}

function drawn({ title, lines }: FigureChart): LineCharts['panels'][number] {
  const series = lines.map(({ label, points }) => {
    const own = points.flatMap(({ at, ours, sd }) => (ours === undefined ? [] : [{ at: Number(at), ours, sd }]));
    return {
      name: label,
      points: own.map(({ at, ours }) => [at, ours] as const),
      ...(own.some(({ sd }) => sd !== undefined) && { spread: own.map(({ sd = 0 }) => sd) }),
    };
  });
  return { title, series };
}

/** Figures of numbers that change with one setting. */
export const sweep: FigureForm<SweepSpec> = {
  experiments: ({ points }) => points.map(({ experiment }) => experiment),
  jobs: ({ panels }) => panels.map(({ job }) => measuringJob(job)),
  build(spec, run) {
    const { xTitle } = spec;
    const charts = spec.panels.map((panel) => buildChart(panel, spec, run));
    return {
      parts: [{ type: 'lines', panels: charts.map(drawn), xTitle }],
      numbers: { atTitle: xTitle, charts },
      remarks: charts.flatMap(({ title, lines }) => {
        const points = (lines[0]?.points ?? []).map((point) => ({ ...point, name: String(point.at) }));
        return provenanceNotes(points, { prefix: `${title}, ${xTitle} `, separator: ', ' });
      }),
    };
  },
};
