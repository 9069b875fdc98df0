import type { CurvePoint } from '../units/train.js';
import { type ChartPoint, lineChart } from './line-chart.js';

const names: Readonly<Record<string, string>> = { mnist: 'M', svhn: 'S', text: 'T' };

/** `reconstruction.mnist` as a heading: `reconstruction M`. */
function heading(term: string): string {
  return term
    .split('.')
    .map((part) => names[part] ?? part)
    .join(' ');
}

/**
 * Learning curves of one training: a small chart for the loss and each of its terms.
 * @returns Inline SVG.
 */
export function learningCurves(curve: readonly CurvePoint[]): Promise<string> {
  const points: ChartPoint[] = curve.flatMap(({ step, training, heldOut = {} }) =>
    [['training', training] as const, ['held out', heldOut] as const].flatMap(([series, terms]) =>
      Object.entries(terms).map(([term, y]) => ({ panel: heading(term), series, x: step, y })),
    ),
  );
  const terms = Object.keys(curve[0]?.training ?? {});
  const panels = ['loss', ...terms.filter((term) => term !== 'loss')].map(heading);
  return lineChart(points, { xTitle: 'step', panels, series: ['training', 'held out'], columns: 3 });
}
