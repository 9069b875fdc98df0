import { expect, test } from 'vitest';
import { pictureGrid } from './picture-grid.js';
import { pictureTiles } from './picture-tiles.js';

test('pictures and texts stand in one SVG that refers to nothing outside', () => {
  const tiles = pictureTiles(new Float32Array(2 * 4).fill(0.5), [2, 2, 2, 1]);
  const svg = pictureGrid(
    [
      { label: 'S → M', heading: 'A & B', tiles },
      { label: 'T', texts: [' one', 'two '] },
    ],
    'Title',
  );
  expect(svg.match(/<image /g)).toHaveLength(2);
  expect(svg).toContain('A &amp; B');
  expect(svg).toContain('·one');
  expect(svg).not.toMatch(/href="(?!data:image\/png)/);
});

test('a long caption is broken into lines above its row', () => {
  const svg = pictureGrid([{ label: '', caption: 'attractive, '.repeat(12).trim(), texts: ['a', 'b', 'c'] }], 'Title');
  const lines = [...svg.matchAll(/font-size="10">([^<]*)</g)].map(([, line]) => line);
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.join(' ')).toBe('attractive, '.repeat(12).trim());
  const [height] = /height="(\d+)"/.exec(svg)!.slice(1).map(Number);
  expect(height).toBe(13 * lines.length + 20 + 4);
});
