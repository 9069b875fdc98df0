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
