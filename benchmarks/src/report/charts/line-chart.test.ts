import { expect, test } from 'vitest';
import { type ChartPoint, lineChart } from './line-chart.js';

const points: readonly ChartPoint[] = ['training', 'held out'].flatMap((series) =>
  [0, 1, 2].map((x) => ({ series, x, y: x * x + 1 / 3 })),
);

test('a chart is inline SVG in the colours of the page', async () => {
  const svg = await lineChart(points, {
    title: 'Loss & more',
    xTitle: 'step',
    series: ['absent', 'training', 'held out'],
    legend: true,
  });
  expect(svg).toMatch(/^<svg role="img" aria-label="Loss &amp; more"/);
  expect(svg).toMatch(/viewBox="0 0 \d/);
  // A line's colour is that of its place, whichever others are absent.
  expect(svg).not.toContain('var(--line-1)');
  expect(svg).toContain('stroke="var(--line-2)"');
  expect(svg).toContain('stroke="var(--line-3)"');
  expect(svg).toContain('stroke-dasharray');
  expect(svg).toContain('held out');
  expect(svg).not.toContain('absent');
  expect(svg).not.toMatch(/https?:(?!\/\/www\.w3\.org)/);
  expect(svg.length).toBeLessThan(6_000);
});

test('lines join points in the order given, not from left to right', async () => {
  const loop: readonly ChartPoint[] = [0.5, 1, 0].map((x, i) => ({ series: 'a', x, y: i / 2 }));
  const svg = await lineChart(loop, {
    title: '',
    xTitle: 'recall',
    series: ['a'],
    unitSquare: true,
    width: 100,
    height: 100,
  });
  expect(svg).toContain('d="M50,100L100,50L0,0"');
});
