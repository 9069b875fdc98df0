import { crc32, deflateSync } from 'node:zlib';

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** A picture of bytes, rows first, channels last. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  /** 1: grey, 3: RGB. */
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/** What a byte is predicted by: the one on its left, the one above, the one above on the left. */
type Predictor = (left: number, above: number, corner: number) => number;

function paeth(left: number, above: number, corner: number): number {
  const [a, b, c] = [Math.abs(above - corner), Math.abs(left - corner), Math.abs(left + above - 2 * corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}

/** The filters of PNG in their order. */
const predictors: readonly Predictor[] = [
  () => 0,
  (left) => left,
  (_, above) => above,
  (left, above) => (left + above) >> 1,
  paeth,
];

/** A row after the type of its filter, as differences from what that predicts. */
function filtered(type: number, [row, above]: readonly [Uint8Array, Uint8Array], channels: number): Uint8Array {
  const predict = predictors[type]!;
  const bytes = new Uint8Array(row.length + 1);
  bytes[0] = type;
  for (let i = 0; i < row.length; i++) {
    const left = i < channels ? 0 : row[i - channels]!;
    const corner = i < channels ? 0 : above[i - channels]!;
    bytes[i + 1] = row[i]! - predict(left, above[i]!, corner);
  }
  return bytes;
}

function sizeOf(differences: Uint8Array): number {
  return differences.subarray(1).reduce((sum, value) => sum + Math.min(value, 256 - value), 0);
}

/** The rows packed, each by the filter with the smallest differences, or all unfiltered where that is shorter. */
function packed({ width, height, channels, data }: Raster): Buffer {
  const stride = width * channels;
  const row = (y: number): Uint8Array => (y < 0 ? new Uint8Array(stride) : data.subarray(y * stride, (y + 1) * stride));
  const rows = Array.from({ length: height }, (_, y) =>
    predictors.map((_predict, type) => filtered(type, [row(y), row(y - 1)], channels)),
  );
  const smallest = rows.map((own) => own.reduce((best, one) => (sizeOf(one) < sizeOf(best) ? one : best)));
  const [one, other] = [smallest, rows.map((own) => own[0]!)].map((chosen) =>
    deflateSync(Buffer.concat(chosen), { level: 9 }),
  ) as [Buffer, Buffer];
  return one.length < other.length ? one : other;
}

/**
 * A PNG file.
 * @throws {RangeError} if the data are not width × height × channels bytes.
 */
export function encodePng(raster: Raster): Buffer {
  const { width, height, channels, data } = raster;
  if (data.length !== width * height * channels) {
    throw new RangeError(
      `Picture of ${width} × ${height} × ${channels} needs ${width * height * channels} bytes, got ${data.length}.`,
    );
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, channels === 1 ? 0 : 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', packed(raster)),
    chunk('IEND', new Uint8Array(0)),
  ]);
}
