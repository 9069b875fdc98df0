import type { TopLevelSpec } from 'vega-lite';
import type { Scatters } from '../../jobs/shown.js';
import { type Html, html } from '../../results/formats/html-template.js';
import { drawChart } from './draw-chart.js';
import { legend, panels } from './panels.js';

/** Points of classes in the plane, panels beside each other below the names of the classes. */
export async function drawScatters({ classes, panels: all }: Scatters, model: string): Promise<Html> {
  const drawn = all.map(async (panel) => {
    const { title, below } = panel;
    return { title, svg: await drawChart(scatter(classes, panel), `${model}: latents given ${title}`), below };
  });
  return html`${legend(classes, 'classes')}
${await panels('squares', drawn)}`;
}

/** The middle and half the extent of numbers. */
function rangeOf(values: readonly number[]): { readonly middle: number; readonly reach: number } {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return { middle: (low + high) / 2, reach: (high - low) / 2 };
}

/**
 * Points in the plane, each class in a colour of the page (`--c0` … `--c9`) and with its name where its points are (at the
 * median), so that classes can be told without colours.
 */
function scatter(
  classes: readonly string[],
  { points, labels }: Pick<Scatters['panels'][number], 'points' | 'labels'>,
): TopLevelSpec {
  const ranges = ([0, 1] as const).map((axis) => rangeOf(points.map((point) => point[axis])));
  // One scale for both axes, so that distances keep their proportions.
  const reach = 1.07 * Math.max(...ranges.map((range) => range.reach)) || 1;
  const [x, y] = ranges.map(({ middle }, axis) => ({
    field: axis === 0 ? 'x' : 'y',
    type: 'quantitative' as const,
    scale: { domain: [middle - reach, middle + reach], nice: false, zero: false },
    axis: null,
  })) as [object, object];
  const median = { aggregate: 'median' } as const;
  const name = { x: { ...x, ...median }, y: { ...y, ...median }, text: { field: 'label' } };
  const words = { type: 'text', fontSize: 12, fontWeight: 600, fill: 'var(--ink)' } as const;
  const colours = [...Array(10).keys()];
  // Dots are the pieces, of no length, of a line that breaks after each: one path a class, where marks would be one a point.
  const values = classes.flatMap((label, i) =>
    points
      .filter((_, item) => labels[item] === i)
      .flatMap(([right, up], at) => [
        { label, colour: i % 10, order: 2 * at, x: right, y: up },
        { label, colour: i % 10, order: 2 * at + 1, x: null, y: null },
      ]),
  );
  return {
    data: { values },
    width: 220,
    height: 220,
    padding: 0,
    view: { fill: 'var(--raised)' },
    layer: [
      {
        mark: { type: 'line', strokeCap: 'round', strokeWidth: 3.3, strokeOpacity: 0.75 },
        encoding: {
          x,
          y,
          order: { field: 'order' },
          detail: { field: 'label' },
          stroke: {
            field: 'colour',
            type: 'nominal',
            scale: { domain: colours, range: colours.map((i) => `var(--c${i})`) },
            legend: null,
          },
        },
      },
      { mark: { ...words, stroke: 'var(--raised)', strokeWidth: 3, strokeJoin: 'round' }, encoding: name },
      { mark: words, encoding: name },
    ],
  };
}
