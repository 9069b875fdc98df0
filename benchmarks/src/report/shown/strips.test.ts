import sharp from 'sharp';
import { expect, test } from 'vitest';
import { pictureTiles } from '../../jobs/compute/picture-tiles.js';
import { pictureGrid } from './pictures.js';
import { withStrips } from './strips.js';

test('a row of pictures becomes one, with clear gaps, that is drawn as wide as its pictures', async () => {
  const size = 20;
  const tiles = pictureTiles(
    Float32Array.from({ length: 2 * size * size }, (_, i) => (i < size * size ? 0 : 1)),
    [2, size, size, 1],
  );
  const texts = { label: 'T', texts: ['a', 'b'] };
  const [row, other] = await withStrips([{ label: 'M', heading: 'Given', tiles }, texts]);
  expect(other).toBe(texts);
  expect(row).toMatchObject({ label: 'M', heading: 'Given', count: 2 });
  const { strip } = row as { readonly strip: string };
  const { data, info } = await sharp(Buffer.from(strip.split(',')[1]!, 'base64'))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([2 * size + 3, size]);
  const pixel = (x: number): number[] => [...data.subarray(4 * (5 * info.width + x), 4 * (5 * info.width + x) + 4)];
  expect(pixel(5)[0]).toBeLessThan(10);
  expect(pixel(size + 1)[3]).toBe(0);
  expect(pixel(size + 10)[0]).toBeGreaterThan(245);
  expect(pictureGrid([row!]).content.text).toMatch(/<image x="76" y="\d+" width="86" height="40"/);
});
