import type { DotCharts } from '../../jobs/shown.js';
import { bySeries, lineColours, type UnitSpec } from './draw-chart.js';

/** Marks, so that series can be told without colours. */
const shapes = ['circle', 'square', 'triangle-up', 'diamond', 'cross'];
/** The mark of references: an upright bar. Vega's own marks that are lines show nothing, since points are filled. */
const bar = 'M-0.15,-1.2H0.15V1.2H-0.15Z';

/** The specifications of charts of shares, a row for each name. */
export function dotSpecs({ names, panels, xTitle }: Omit<DotCharts, 'type'>): UnitSpec[] {
  return panels.map(({ title, series }) => {
    const telling = (marks: readonly string[], reference: string) =>
      bySeries(
        series.map(({ name }) => name),
        series.map(({ isReference }, i) => (isReference ? reference : marks[i % marks.length]!)),
        { columns: 2 },
      );
    const values = series.flatMap(({ name, values: own }) =>
      own.map((value, i) => ({ name: names[i]!, series: name, value })),
    );
    return {
      data: { values },
      title: { text: title, anchor: 'start', fontSize: 12 },
      width: 300,
      height: { step: 13 },
      mark: { type: 'point', filled: true, size: 34, opacity: 0.9 },
      encoding: {
        x: { field: 'value', type: 'quantitative', title: xTitle, scale: { domain: [0, 1] } },
        y: { field: 'name', type: 'nominal', sort: [...names], title: null, axis: { grid: true, labelLimit: 160 } },
        color: telling(lineColours, 'var(--ink)'),
        shape: telling(shapes, bar),
      },
    };
  });
}
