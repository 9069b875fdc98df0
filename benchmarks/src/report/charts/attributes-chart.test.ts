import { expect, test } from 'vitest';
import { attributesChart } from './attributes-chart.js';

test('every value has a mark that encloses an area: marks are filled, and lines would not be seen', async () => {
  const line = (label: string, experiment: string, values: number[]) => ({ label, experiment, values, sd: [] });
  const svg = await attributesChart({
    number: '8',
    title: '',
    caption: '',
    attributes: ['Young', 'Bald'],
    panels: [
      { title: 'Image', lines: [line('mmJSD', 'celeba-mmjsd', [0.9, 0.1]), line('frequency', '', [0.8, 0.02])] },
    ],
    notes: [],
    context: { profile: '', data: '', backend: '', seeds: [1], reductions: [] },
  });
  const marks = svg.match(/<path [^>]*opacity="0\.9"[^>]*>/g)!;
  // Two of each, and two in the legend.
  expect(marks).toHaveLength(6);
  for (const mark of marks) expect(mark).toMatch(/ d="[^"]*(?:Z|A[^"]*A[^"]*)" .*fill="var\(/);
  expect(marks.filter((mark) => mark.includes('fill="var(--ink)"'))).toHaveLength(3);
});
