import type { TopLevelSpec } from 'vega-lite';
import type { HeatMaps } from '../../jobs/shown.js';
import type { Html } from '../../results/formats/html-template.js';
import { drawChart } from './draw-chart.js';
import { panels } from './panels.js';

/** Confusion matrices beside each other. */
export function drawHeatMaps({ maps }: HeatMaps, model: string): Promise<Html> {
  const drawn = maps.map(async ({ title, counts, below }) => {
    return { title, svg: await drawChart(heatMap(counts), `${model}, ${title} agree`), below };
  });
  return panels('maps', drawn);
}

/**
 * A confusion matrix: rows are shaded by their shares, true classes on the left, predicted ones above. The smallest share can
 * be seen.
 * @param counts `[i][j]` items of class i that were taken for class j.
 */
function heatMap(counts: readonly (readonly number[])[]): TopLevelSpec {
  const fields = counts.flatMap((row, i) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.flatMap((count, j) =>
      count === 0 ? [] : [{ given: i, seen: j, opacity: Number((0.1 + (0.9 * count) / total).toFixed(2)) }],
    );
  });
  const classes = { type: 'ordinal' as const, title: null, scale: { domain: [...counts.keys()] } };
  const axis = { domain: false, ticks: false, labelAngle: 0 };
  return {
    data: { values: fields },
    width: { step: 15 },
    height: { step: 15 },
    padding: 2,
    view: { fill: 'var(--raised)' },
    mark: { type: 'rect', fill: 'var(--line-1)' },
    encoding: {
      x: { ...classes, field: 'seen', axis: { ...axis, orient: 'top' } },
      y: { ...classes, field: 'given', axis },
      fillOpacity: { field: 'opacity', type: 'quantitative', scale: null },
    },
  };
}
