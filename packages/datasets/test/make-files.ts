import { deflateSync } from 'node:zlib';

/** An IDX file of unsigned bytes; `type` and `shape` may be false on purpose. */
export function idxFile(shape: number[], data: ArrayLike<number>, type = 8): Uint8Array {
  const header = new Uint8Array(4 + 4 * shape.length);
  const view = new DataView(header.buffer);
  view.setUint32(0, type * 256 + shape.length);
  shape.forEach((n, axis) => {
    view.setUint32(4 + 4 * axis, n);
  });
  return Buffer.concat([header, Uint8Array.from(data)]);
}

/** A variable for {@link matFile}. */
export interface MatVariable {
  name: string;
  shape: number[];
  /** Column-major. */
  values: ArrayLike<number>;
  /** Stored type: 2 uint8 (default), 3 int16, 9 float64. */
  type?: 2 | 3 | 9;
  /** MATLAB class: 9 uint8 (default), 6 double, 4 char. */
  kind?: number;
  /** Plain instead of compressed. */
  plain?: boolean;
}

/** A MATLAB level-5 file. */
export function matFile(variables: MatVariable[], { bigEndian = false } = {}): Uint8Array {
  return Buffer.concat([matHeader(bigEndian), ...variables.map((variable) => matElement(variable, bigEndian))]);
}

/** The 128 bytes at the beginning. */
export function matHeader(bigEndian = false, version = 0x0100): Uint8Array {
  const header = Buffer.alloc(128, ' ');
  header.write('MATLAB 5.0 MAT-file, made by a test');
  if (bigEndian) header.writeUInt16BE(version, 124);
  else header.writeUInt16LE(version, 124);
  header.write(bigEndian ? 'MI' : 'IM', 126);
  return header;
}

/** A tag and its data, padded to 8 bytes; at most 4 bytes go into the tag itself. */
export function matTagged(type: number, data: Uint8Array, bigEndian = false): Uint8Array {
  const word = (value: number) => {
    const bytes = Buffer.alloc(4);
    if (bigEndian) bytes.writeUInt32BE(value);
    else bytes.writeUInt32LE(value);
    return bytes;
  };
  if (data.length > 0 && data.length <= 4) {
    return Buffer.concat([word(data.length * 65536 + type), data, new Uint8Array(4 - data.length)]);
  }
  return Buffer.concat([word(type), word(data.length), data, new Uint8Array((8 - (data.length % 8)) % 8)]);
}

/** A packed element: not padded. */
export function matCompressed(content: Uint8Array): Uint8Array {
  const packed = deflateSync(content);
  const tag = Buffer.alloc(8);
  tag.writeUInt32LE(15);
  tag.writeUInt32LE(packed.length, 4);
  return Buffer.concat([tag, packed]);
}

function matElement(variable: MatVariable, bigEndian: boolean): Uint8Array {
  const { name, shape, values, type = 2, kind = 9, plain = false } = variable;
  const words = (list: number[]) => numbers(list, 6, bigEndian);
  const parts = [
    matTagged(6, words([kind, 0]), bigEndian),
    matTagged(5, words(shape), bigEndian),
    matTagged(1, Buffer.from(name), bigEndian),
    matTagged(type, numbers(values, type, bigEndian), bigEndian),
  ];
  const element = matTagged(14, Buffer.concat(parts), bigEndian);
  return plain || bigEndian ? element : matCompressed(element);
}

function numbers(values: ArrayLike<number>, type: number, bigEndian: boolean): Uint8Array {
  const size = { 2: 1, 3: 2, 6: 4, 9: 8 }[type] ?? 1;
  const bytes = new Uint8Array(values.length * size);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) {
    if (size === 1) view.setUint8(i, values[i]!);
    else if (size === 2) view.setInt16(2 * i, values[i]!, !bigEndian);
    else if (size === 4) view.setUint32(4 * i, values[i]!, !bigEndian);
    else view.setFloat64(8 * i, values[i]!, !bigEndian);
  }
  return bytes;
}
