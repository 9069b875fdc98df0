import { expect, test } from 'vitest';
import { scatter } from './scatter.js';

test('each class is one path with its name at the median', () => {
  const svg = scatter(
    [
      {
        label: '0',
        colour: 0,
        points: [
          [0, 0],
          [0, 1],
          [0, 2],
        ],
      },
      { label: '<1>', colour: 1, points: [[4, 2]] },
      { label: '2', colour: 2, points: [] },
    ],
    'Latents of A & B',
  );
  expect(svg.match(/<path /g)).toHaveLength(2);
  // Four wide and two high: the square's height is not filled. Up is up.
  expect(svg).toContain('<path class="c0" d="M14 293h0M14 200h0M14 107h0">');
  expect(svg).toContain('<text x="14" y="200">0</text>');
  expect(svg).toContain('<text x="386" y="107">&lt;1&gt;</text>');
  expect(svg).toContain('aria-label="Latents of A &amp; B"');
});

test('points that coincide are in the middle', () => {
  expect(scatter([{ label: '7', colour: 7, points: [[3, 3]] }], '')).toContain('M200 200h0');
});
