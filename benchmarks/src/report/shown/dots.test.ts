import { expect, test } from 'vitest';
import { dotSpecs } from './dots.js';
import { drawCharts } from './draw-chart.js';

test('every value has a mark that encloses an area: marks are filled, and lines would not be seen', async () => {
  const series = [
    { name: 'mmJSD', values: [0.9, 0.1] },
    { name: 'frequency', values: [0.8, 0.02], isReference: true },
  ] as const;
  const names = ['Young', 'Bald'];
  const specs = dotSpecs({ names, panels: [{ title: 'Image', series }], xTitle: 'average precision' });
  const svg = (await drawCharts(specs, '')).text;
  const marks = svg.match(/<path [^>]*opacity="0\.9"[^>]*>/g)!;
  // Two of each, and two in the legend.
  expect(marks).toHaveLength(6);
  for (const mark of marks) expect(mark).toMatch(/ d="[^"]*(?:Z|A[^"]*A[^"]*)" .*fill="var\(/);
  expect(marks.filter((mark) => mark.includes('fill="var(--ink)"'))).toHaveLength(3);
});
