import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { encodePng } from './png.js';

test('the pixels are in the file', () => {
  const data = Uint8Array.from([0, 128, 255, 7, 8, 9, 1, 2, 3, 4, 5, 6]);
  const png = encodePng({ width: 2, height: 2, channels: 3, data });
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20), png[24], png[25]]).toEqual([2, 2, 8, 2]);
  const begin = png.indexOf('IDAT');
  const pixels = inflateSync(png.subarray(begin + 4, begin + 4 + png.readUInt32BE(begin - 4)));
  // Each row begins with its filter type, 0.
  expect([...pixels]).toEqual([0, ...data.subarray(0, 6), 0, ...data.subarray(6)]);
});

test('data of another size are refused', () => {
  expect(() => encodePng({ width: 2, height: 2, channels: 1, data: new Uint8Array(5) })).toThrow(
    /needs 4 bytes, got 5/,
  );
});
