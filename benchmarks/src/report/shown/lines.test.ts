import { expect, test } from 'vitest';
import { drawCharts } from './draw-chart.js';
import { lineSpec } from './lines.js';

const points = [0, 1, 2].map((x) => [x, x * x + 1 / 3] as const);

test('a chart is inline SVG in the colours of the page', async () => {
  const series = [
    { name: 'absent', points: [] },
    { name: 'training', points },
    { name: 'held out', points },
  ];
  const spec = lineSpec({ title: 'Loss', series }, { xTitle: 'step' }, 'figure');
  const svg = (await drawCharts([spec], 'Loss & more')).text;
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
  expect(svg.length).toBeLessThan(8_000);
});

test('lines join points in the order given, not from left to right', async () => {
  const loop = [0.5, 1, 0].map((x, i) => [x, i / 2] as const);
  const panel = { title: '', series: [{ name: 'a', points: loop }] };
  const spec = lineSpec(panel, { xTitle: 'recall', unitSquare: true }, 'panel');
  expect((await drawCharts([spec], '')).text).toContain('d="M110,220L220,110L0,0"');
});

test('titles and names that steer, or hold patterns of replacements, stay text', async () => {
  const name = '$1 <script>\u001b\u202e';
  const spec = lineSpec({ title: name, series: [{ name, points }] }, { xTitle: name, yTitle: name }, 'figure');
  const svg = (await drawCharts([spec], name)).text;
  expect(svg).toContain('aria-label="$1 &lt;script&gt;\\u001b\\u202e"');
  expect(svg).not.toContain('<script');
  expect(svg).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
});
