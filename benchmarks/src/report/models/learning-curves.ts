import { type Html, html, rawHtml } from '../../render/html-template.js';
import type { CurvePoint } from '../../units/train.js';
import { type ChartPoint, lineChart } from '../charts/line-chart.js';
import { lineLegend, panels } from '../panels.js';
import { termLabel } from '../short-names.js';

const series = ['training', 'held out'] as const;

/** Learning curves of one training: a small chart for the loss and each of its terms. */
export async function learningCurves(curve: readonly CurvePoint[], model: string): Promise<Html> {
  const terms = Object.keys(curve[0]?.training ?? {});
  const ordered = ['loss', ...terms.filter((term) => term !== 'loss')].filter((term) => terms.includes(term));
  const charts = await Promise.all(
    ordered.map(async (term) => {
      const points: ChartPoint[] = curve.flatMap(({ step, training, heldOut = {} }) =>
        ([training, heldOut] as const).flatMap((values, i) =>
          values[term] === undefined ? [] : [{ series: series[i]!, x: step, y: values[term] }],
        ),
      );
      const title = termLabel(term);
      const svg = await lineChart(points, { title: `${model}: ${title} by step`, xTitle: 'step', series });
      return { title, svg: rawHtml(svg) };
    }),
  );
  const followed = curve.some(({ heldOut }) => heldOut);
  return html`<h4>Learning curves</h4>
<p>Means over each epoch in nats per datum; the <i>loss</i> weighs its terms.${
    followed && ' Held out are test items that nothing is chosen by.'
  }</p>
${lineLegend(followed ? series : series.slice(0, 1))}
${panels('charts', charts)}`;
}
