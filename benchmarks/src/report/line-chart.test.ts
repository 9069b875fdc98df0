import { expect, test } from 'vitest';
import { lineChart } from './line-chart.js';

test('a chart is inline SVG in the colours of the page', async () => {
  const points = ['loss', 'divergence'].flatMap((panel) =>
    ['training', 'held out'].flatMap((series) => [0, 1, 2].map((x) => ({ panel, series, x, y: x * x + 0.5 }))),
  );
  const svg = await lineChart(points, {
    xTitle: 'step',
    panels: ['loss', 'divergence', 'absent'],
    series: ['training', 'held out'],
    columns: 2,
  });
  expect(svg).toMatch(/^<svg/);
  expect(svg).toContain('viewBox');
  expect(svg).toContain('var(--line-2)');
  expect(svg).toContain('divergence');
  expect(svg).not.toContain('absent');
  expect(svg).not.toMatch(/https?:(?!\/\/www\.w3\.org)/);
});
