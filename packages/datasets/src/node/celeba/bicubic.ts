/** A part of an image, in pixels from its upper left corner. */
export interface CropBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Weights are whole numbers of 2⁻²², as in Pillow. */
const WEIGHT_BITS = 22;

/** Which pixels of a line make up each pixel of the resized line. */
interface Taps {
  /** First pixel, for each pixel of the result. */
  readonly starts: Int32Array;
  /** As many weights for each pixel of the result, row-major `[to, width]`; zero where fewer are needed. */
  readonly weights: Int32Array;
  readonly width: number;
}

/**
 * Resizes a square of an image, given as bytes `[height, width, 3]`.
 *
 * @param width Of the whole image.
 * @returns Bytes, `[to, to, 3]`.
 */
export type Resizer = (pixels: Uint8Array, width: number, box: CropBox) => Uint8Array;

/**
 * Bicubic resizing that gives the bytes of Pillow's `resize(…, BICUBIC)`: Catmull-Rom, widened for reduction and cut off at
 * the borders; first along the rows, rounded to bytes, then along the columns.
 *
 * It is not left to sharp: on faces, the result of its cubic kernel differs from Pillow's by up to 8 levels (0.2 on average),
 * and may change with its version.
 */
export function bicubicResizer(from: number, to: number): Resizer {
  const { starts, weights, width: taps } = filterTaps(from, to);
  const half = 2 ** (WEIGHT_BITS - 1);
  const line = to * 3;
  // Sums are less than 1.3 · 255 · 2²² and so fit 32 bits.
  return (pixels, width, { left, top }) => {
    const rows = new Uint8ClampedArray(from * line);
    for (let y = 0, at = 0; y < from; y++) {
      const begin = (top + y) * width + left;
      for (let x = 0; x < to; x++) {
        let red = half;
        let green = half;
        let blue = half;
        let source = (begin + starts[x]!) * 3;
        for (let tap = x * taps, end = tap + taps; tap < end; tap++, source += 3) {
          const weight = weights[tap]!;
          red = (red + Math.imul(weight, pixels[source]!)) | 0;
          green = (green + Math.imul(weight, pixels[source + 1]!)) | 0;
          blue = (blue + Math.imul(weight, pixels[source + 2]!)) | 0;
        }
        rows[at++] = red >> WEIGHT_BITS;
        rows[at++] = green >> WEIGHT_BITS;
        rows[at++] = blue >> WEIGHT_BITS;
      }
    }
    const result = new Uint8ClampedArray(to * line);
    const sums = new Int32Array(line);
    for (let y = 0; y < to; y++) {
      sums.fill(half);
      for (let tap = 0; tap < taps; tap++) {
        const weight = weights[y * taps + tap]!;
        const source = (starts[y]! + tap) * line;
        for (let i = 0; i < line; i++) sums[i] = (sums[i]! + Math.imul(weight, rows[source + i]!)) | 0;
      }
      for (let i = 0; i < line; i++) result[y * line + i] = sums[i]! >> WEIGHT_BITS;
    }
    return new Uint8Array(result.buffer);
  };
}

/** @see Pillow, `src/libImaging/Resample.c` */
function filterTaps(from: number, to: number): Taps {
  const scale = from / to;
  const stretch = Math.max(scale, 1);
  const reach = 2 * stretch;
  const pixels = Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * scale;
    const low = Math.max(Math.trunc(centre - reach + 0.5), 0);
    const high = Math.min(Math.trunc(centre + reach + 0.5), from);
    return { low, exact: Array.from({ length: high - low }, (_x, k) => cubic((low + k - centre + 0.5) / stretch)) };
  });
  const width = Math.max(...pixels.map(({ exact }) => exact.length));
  const starts = new Int32Array(to);
  const weights = new Int32Array(to * width);
  pixels.forEach(({ low, exact }, i) => {
    // Where fewer pixels count, the unused weights come first rather than reach beyond the end of the line.
    const start = Math.min(low, from - width);
    const total = exact.reduce((sum, weight) => sum + weight, 0);
    starts[i] = start;
    exact.forEach((weight, k) => {
      const scaled = (weight / total) * 2 ** WEIGHT_BITS;
      weights[i * width + low - start + k] = Math.trunc(scaled + (scaled < 0 ? -0.5 : 0.5));
    });
  });
  return { starts, weights, width };
}

/** Catmull-Rom: the cubic convolution kernel with a = −½. */
function cubic(x: number): number {
  const t = Math.abs(x);
  if (t < 1) return (1.5 * t - 2.5) * t * t + 1;
  return t < 2 ? ((-0.5 * t + 2.5) * t - 4) * t + 2 : 0;
}
