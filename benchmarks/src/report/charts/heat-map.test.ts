import { expect, test } from 'vitest';
import { heatMap } from './heat-map.js';

test('fields are shaded by the shares of their row, empty ones are left out', () => {
  const svg = heatMap(
    [
      [3, 1, 0],
      [0, 9, 0],
      [0, 0, 0],
    ],
    'A → B',
  );
  expect(svg).toContain('aria-label="A → B"');
  expect(svg.match(/<path /g)).toHaveLength(3);
  expect(svg).toContain('<path d="M12 12h12v12h-12z" fill-opacity="0.75"/>');
  expect(svg).toContain('<path d="M24 12h12v12h-12z" fill-opacity="0.25"/>');
  expect(svg).toContain('<path d="M24 24h12v12h-12z" fill-opacity="1.00"/>');
});

test('fields of one shade are one path, and the smallest share is seen', () => {
  const svg = heatMap(
    [
      [999, 1],
      [1, 999],
    ],
    '',
  );
  expect(svg.match(/<path /g)).toHaveLength(2);
  expect(svg).toContain('fill-opacity="0.13"');
});
