import { describe, expect, test } from 'vitest';
import { decodeSafetensors, encodeSafetensors, type SafetensorsEntry, SafetensorsError } from './index.js';

const f32 = (shape: number[], ...values: number[]): SafetensorsEntry => ({
  dtype: 'F32',
  shape,
  data: Float32Array.from(values),
});

/** A file from a header (an object, or raw text) and data, as the format says: length, JSON, bytes. */
function file(header: unknown, data: number[] = [], length?: bigint): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}

test('what is written is read back', () => {
  const tensors: [string, SafetensorsEntry][] = [
    ['a.weight', f32([2, 3], 1, -2, 3.5, Number.NaN, Number.POSITIVE_INFINITY, -0)],
    ['scalar', f32([], 7)],
    ['empty', f32([0, 4])],
    ['__proto__', { dtype: 'I32', shape: [2], data: Int32Array.of(-1, 2 ** 31 - 1) }],
    ['flags', { dtype: 'BOOL', shape: [3], data: Uint8Array.of(1, 0, 1) }],
    ['long', { dtype: 'I64', shape: [1], data: BigInt64Array.of(-(2n ** 60n)) }],
  ];
  const bytes = encodeSafetensors(tensors, { format: 'x', note: 'ü "quoted"' });
  // A view into a larger buffer, not aligned, reads the same.
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  for (const source of [bytes, shifted.subarray(3), Buffer.from(bytes)]) {
    const { tensors: read, metadata } = decodeSafetensors(source);
    expect([...read]).toEqual(tensors);
    expect(Object.is((read.get('a.weight')!.data as Float32Array)[5], -0)).toBe(true);
    expect(metadata).toEqual({ format: 'x', note: 'ü "quoted"' });
  }
});

test('the bytes are those of the format', () => {
  const bytes = encodeSafetensors([['x', f32([2], 1, 2)]]);
  const header = '{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}';
  const padded = header.padEnd(Math.ceil(header.length / 8) * 8);
  const data = [...new Uint8Array(Float32Array.of(1, 2).buffer)];
  expect(bytes).toEqual(file(padded, data));
});

test('a file by another writer: other order, no padding, no metadata', () => {
  const data = [...new Uint8Array(Float32Array.of(5, 6, 7).buffer)];
  const header = {
    b: { dtype: 'F32', shape: [1], data_offsets: [8, 12] },
    a: { dtype: 'F32', shape: [2, 1], data_offsets: [0, 8] },
  };
  const { tensors } = decodeSafetensors(file(header, data));
  expect(tensors.get('a')).toEqual(f32([2, 1], 5, 6));
  expect(tensors.get('b')).toEqual(f32([1], 7));
});

describe('refused', () => {
  const one = (entry: object): Uint8Array =>
    file({ x: { dtype: 'F32', shape: [2], data_offsets: [0, 8], ...entry } }, Array(8).fill(0));
  const two = (begin: number, end: number): Uint8Array =>
    file(
      {
        x: { dtype: 'U8', shape: [4], data_offsets: [0, 4] },
        y: { dtype: 'U8', shape: [end - begin], data_offsets: [begin, end] },
      },
      Array(8).fill(0),
    );
  test.each<[string, Uint8Array, RegExp]>([
    ['nothing', new Uint8Array(0), /at least 8 bytes, found 0/],
    ['absurd header', file({}, [], 2n ** 63n), /claims 9223372036854775808 bytes, more than the format's 100000000/],
    ['header beyond the file', file({}, [], 3n), /claims 3 bytes, but only 2 follow \(is the file truncated\?\)/],
    ['not JSON', file('{"x":'), /header is not JSON/],
    ['not UTF-8', file({}, [0xff], 3n), /header is not JSON/],
    ['not an object', file('[]'), /not a JSON object/],
    ['unknown type', one({ dtype: 'F99' }), /'x' has the type "F99"; known are F32/],
    ['type of the prototype', one({ dtype: 'toString' }), /has the type "toString"/],
    ['negative shape', one({ shape: [-2] }), /shape \[-2\]; expected an array of integers/],
    ['fractional shape', one({ shape: [0.5, 4] }), /shape/],
    ['no shape', one({ shape: null }), /shape null/],
    ['absurd shape', one({ shape: [2 ** 40, 2 ** 40] }), /needs \d.* bytes, found 8/],
    ['shape and bytes differ', one({ shape: [3] }), /of shape \[3\] and type F32 needs 12 bytes, found 8/],
    [
      'beyond the data',
      one({ data_offsets: [0, 16], shape: [4] }),
      /claims bytes 0 to 16 of 8 \(is the file truncated/,
    ],
    ['backwards', one({ data_offsets: [8, 0] }), /claims bytes 8 to 0/],
    ['offsets missing', one({ data_offsets: [0] }), /offsets \[0\]; expected two integers/],
    ['overlap', two(2, 6), /'y' begins at byte 2, expected 4 \(overlap or hole\)/],
    ['hole', two(5, 8), /'y' begins at byte 5, expected 4/],
    ['bytes left over', two(4, 7), /end at byte 7, but 8 bytes of data follow/],
    ['metadata', file({ __metadata__: { a: 1 } }), /__metadata__ entry 'a' is not a string/],
    ['entry null', file({ x: null }), /'x' has the type undefined/],
  ])('%s', (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes, 'some/file')).toThrow(SafetensorsError);
    expect(() => decodeSafetensors(bytes, 'some/file')).toThrow(message);
    expect(() => decodeSafetensors(bytes, 'some/file')).toThrow(/^some\/file: /);
  });

  test('every truncation of a good file', () => {
    const bytes = encodeSafetensors([['x', f32([3], 1, 2, 3)]], { a: 'b' });
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeSafetensors(bytes.subarray(0, length))).toThrow(SafetensorsError);
    }
  });

  test('to write data that do not fit their shape, or a name twice', () => {
    expect(() => encodeSafetensors([['x', f32([3], 1)]])).toThrow(/'x' of shape \[3\].*needs 12 bytes, found 4/);
    expect(() =>
      encodeSafetensors([
        ['x', f32([], 1)],
        ['x', f32([], 1)],
      ]),
    ).toThrow(/reserved or used twice/);
    expect(() => encodeSafetensors([['__metadata__', f32([], 1)]])).toThrow(/reserved/);
  });
});
