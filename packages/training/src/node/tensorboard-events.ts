/** Bytes of protocol buffers, as far as event files need them. */
const wire = { varint: 0, double: 1, bytes: 2, float: 5 } as const;

function varint(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  while (left >= 0x80) {
    bytes.push((left % 0x80) + 0x80);
    left = Math.floor(left / 0x80);
  }
  return [...bytes, left];
}

const key = (field: number, type: number): number[] => varint(field * 8 + type);

function number64(field: number, value: number): number[] {
  return [...key(field, wire.double), ...new Uint8Array(Float64Array.of(value).buffer)];
}

function number32(field: number, value: number): number[] {
  return [...key(field, wire.float), ...new Uint8Array(Float32Array.of(value).buffer)];
}

function delimited(field: number, bytes: Iterable<number>): number[] {
  const own = [...bytes];
  return [...key(field, wire.bytes), ...varint(own.length), ...own];
}

const text = (field: number, value: string): number[] => delimited(field, new TextEncoder().encode(value));

/** CRC-32C of a byte, for tables of records' checksums. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0x82f63b78 : rest >>> 1;
  return rest;
});

/** CRC-32C. */
export function crc32c(bytes: Iterable<number>): number {
  let rest = 0xffffffff;
  for (const byte of bytes) rest = (rest >>> 8) ^ table[(rest ^ byte) & 0xff]!;
  return (rest ^ 0xffffffff) >>> 0;
}

/** A record's checksum, rotated and shifted as its format wants it. */
function masked(bytes: Iterable<number>): Uint8Array {
  const crc = crc32c(bytes);
  const rotated = ((crc >>> 15) | (crc << 17)) >>> 0;
  return new Uint8Array(Uint32Array.of((rotated + 0xa282ead8) >>> 0).buffer);
}

/** One record of a file: length, its checksum, data, their checksum. */
function record(data: readonly number[]): Uint8Array {
  const length = new Uint8Array(BigUint64Array.of(BigInt(data.length)).buffer);
  return Uint8Array.from([...length, ...masked(length), ...data, ...masked(data)]);
}

/** A picture as a PNG file. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** 1: grey, 3: RGB. */
  readonly channels: 1 | 3;
  readonly png: Uint8Array;
}

/** Event at a time, in seconds since 1970. */
export type TensorBoardEvent =
  | { readonly kind: 'version' }
  /** A run begins; what was said of this step and later ones no longer holds. */
  | { readonly kind: 'start'; readonly step: number }
  | {
      readonly kind: 'images';
      readonly step: number;
      readonly values: readonly (readonly [tag: string, picture: Picture])[];
    }
  | {
      readonly kind: 'scalars';
      readonly step: number;
      readonly values: readonly (readonly [tag: string, value: number])[];
    };

/** An event as a record of an event file. */
export function encodeEvent(event: TensorBoardEvent, seconds: number): Uint8Array {
  const time = number64(1, seconds);
  if (event.kind === 'version') return record([...time, ...text(3, 'brain.Event:2')]);
  const step = [...key(2, wire.varint), ...varint(event.step)];
  if (event.kind === 'start') return record([...time, ...step, ...delimited(7, [...key(1, wire.varint), 1])]);
  const values =
    event.kind === 'scalars'
      ? event.values.flatMap(([tag, value]) => delimited(1, [...text(1, tag), ...number32(2, value)]))
      : event.values.flatMap(([tag, picture]) => delimited(1, [...text(1, tag), ...delimited(4, imageOf(picture))]));
  return record([...time, ...step, ...delimited(5, values)]);
}

function imageOf({ width, height, channels, png }: Picture): number[] {
  const integer = (field: number, value: number): number[] => [...key(field, wire.varint), ...varint(value)];
  return [...integer(1, height), ...integer(2, width), ...integer(3, channels), ...delimited(4, png)];
}
