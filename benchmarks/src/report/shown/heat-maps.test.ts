import { expect, test } from 'vitest';
import { drawHeatMaps } from './heat-maps.js';

test('fields are shaded by the shares of their row, empty ones are left out', async () => {
  const counts = [
    [3, 1, 0],
    [0, 9, 0],
    [0, 3, 1],
  ];
  const svg = (await drawHeatMaps({ type: 'heat-maps', maps: [{ title: 'A → B', counts }] }, 'mmJSD')).text;
  expect(svg).toContain('aria-label="mmJSD, A → B agree"');
  const shades = [...svg.matchAll(/<path d="([^"]*)" fill-opacity="([\d.]+)"/g)];
  expect(shades.map(([, path, shade]) => [path!.match(/M[\d,]*/g), shade])).toEqual([
    [['M14,14', 'M29,44'], '0.8'],
    [['M29,14', 'M44,44'], '0.35'],
    [['M29,29'], '1'],
  ]);
});
