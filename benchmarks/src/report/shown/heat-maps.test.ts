import { expect, test } from 'vitest';
import { drawHeatMaps } from './heat-maps.js';

test('fields are shaded by the shares of their row, empty ones are left out', async () => {
  const counts = [
    [3, 1, 0],
    [0, 9, 0],
    [0, 0, 0],
  ];
  const svg = (await drawHeatMaps({ type: 'heat-maps', maps: [{ title: 'A → B', counts }] }, 'mmJSD')).text;
  expect(svg).toContain('aria-label="mmJSD, A → B agree"');
  const shades = [...svg.matchAll(/d="M([\d.]+),([\d.]+)h15v15h-15Z" fill="var\(--line-1\)" fill-opacity="([\d.]+)"/g)];
  expect(shades.map(([, x, y, shade]) => [Number(x), Number(y), shade])).toEqual([
    [0, 0, '0.78'],
    [15, 0, '0.33'],
    [15, 15, '1'],
  ]);
});
