import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { encodePng, type Raster } from './png.js';

/** The bytes of a file, in as many channels as the picture had. */
function decode(png: Buffer, channels: 1 | 3): number[] {
  const { data } = PNG.sync.read(png);
  return [...data].filter((_, i) => i % 4 < channels);
}

test.each([
  { width: 2, height: 2, channels: 3, colorType: 2, data: [0, 128, 255, 7, 8, 9, 1, 2, 3, 4, 5, 6] },
  { width: 3, height: 2, channels: 1, colorType: 0, data: [0, 255, 17, 128, 1, 254] },
] as const)('the pixels are in the file, in $channels channels of a byte', ({ colorType, data, ...size }) => {
  const png = encodePng({ ...size, data: Uint8Array.from(data) });
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20), png[24], png[25]]).toEqual([
    size.width,
    size.height,
    8,
    colorType,
  ]);
  expect(decode(png, size.channels)).toEqual([...data]);
});

test('part of a larger buffer is a picture, and smooth colours take less room than their bytes', () => {
  const all = Uint8Array.from({ length: 32 * 32 * 3 + 1 }, (_, i) => (i * i) >> 9);
  const raster: Raster = { width: 32, height: 32, channels: 3, data: all.subarray(1) };
  const png = encodePng(raster);
  expect(decode(png, 3)).toEqual([...raster.data]);
  expect(png.length).toBeLessThan(0.4 * raster.data.length);
});

test('data of another size are refused', () => {
  expect(() => encodePng({ width: 2, height: 2, channels: 1, data: new Uint8Array(5) })).toThrow(
    /needs 4 bytes, got 5/,
  );
});
