import { inflateSync } from 'node:zlib';
import { Rng } from '@polyvae/random';
import { expect, test } from 'vitest';
import { encodePng, type Raster } from './png.js';

/** What the five filters of PNG predict from the bytes on the left, above, and above on the left (specification, section 9.2). */
function predictions(a: number, b: number, c: number): number[] {
  const p = a + b - c;
  const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
  return [0, a, b, Math.floor((a + b) / 2), pa <= pb && pa <= pc ? a : pb <= pc ? b : c];
}

/** Bytes from differences: each is its row's prediction plus the difference. */
function restore(
  types: readonly number[],
  { width, channels }: Raster,
  difference: (row: number, i: number) => number,
) {
  const stride = width * channels;
  const pixels: number[] = [];
  types.forEach((type, y) => {
    for (let i = 0; i < stride; i++) {
      const at = y * stride + i;
      const a = i < channels ? 0 : pixels[at - channels]!;
      const b = y === 0 ? 0 : pixels[at - stride]!;
      const c = i < channels || y === 0 ? 0 : pixels[at - stride - channels]!;
      pixels.push((difference(y, i) + predictions(a, b, c)[type]!) % 256);
    }
  });
  return pixels;
}

function decode(png: Buffer, raster: Raster): { pixels: number[]; filters: number[] } {
  const begin = png.indexOf('IDAT');
  const bytes = inflateSync(png.subarray(begin + 4, begin + 4 + png.readUInt32BE(begin - 4)));
  const length = raster.width * raster.channels + 1;
  const filters = Array.from({ length: raster.height }, (_, y) => bytes[y * length]!);
  return { filters, pixels: restore(filters, raster, (y, i) => bytes[y * length + 1 + i]!) };
}

test('the pixels are in the file', () => {
  const data = Uint8Array.from([0, 128, 255, 7, 8, 9, 1, 2, 3, 4, 5, 6]);
  const raster: Raster = { width: 2, height: 2, channels: 3, data };
  const png = encodePng(raster);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20), png[24], png[25]]).toEqual([2, 2, 8, 2]);
  expect(decode(png, raster).pixels).toEqual([...data]);
});

test('each row has the filter that predicts it best', () => {
  const rng = Rng.fromSeed(3);
  const size: Raster = { width: 40, height: 6, channels: 3, data: new Uint8Array() };
  const types = [0, 4, 2, 3, 1, 2];
  // Noise, then rows that a filter predicts but for the last bit; without a jump Paeth's would only repeat the noise.
  const data = Uint8Array.from(
    restore(types, size, (y, i) => (y === 1 && i < 3 ? 90 : rng.integer(0, y === 0 ? 256 : 2))),
  );
  const raster: Raster = { ...size, data };
  const png = encodePng(raster);
  const { pixels, filters } = decode(png, raster);
  expect(pixels).toEqual([...data]);
  expect(filters.slice(1)).toEqual(types.slice(1));
  expect(png.length).toBeLessThan(0.55 * data.length);
});

test('where filters make it longer there are none', () => {
  const rows = [0, 200, 17, 90].flatMap((value, y) =>
    Array.from({ length: 64 }, (_, x) => ((x + y) % 2 ? value : 255)),
  );
  const raster: Raster = { width: 64, height: 4, channels: 1, data: Uint8Array.from(rows) };
  const { pixels, filters } = decode(encodePng(raster), raster);
  expect(pixels).toEqual(rows);
  expect(filters).toEqual([0, 0, 0, 0]);
});

test('data of another size are refused', () => {
  expect(() => encodePng({ width: 2, height: 2, channels: 1, data: new Uint8Array(5) })).toThrow(
    /needs 4 bytes, got 5/,
  );
});
