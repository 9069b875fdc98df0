import { type SafetensorsEntry, SafetensorsError, type SafetensorsType } from './safetensors.js';

/** A floating-point format: bits of exponent and fraction, and whether its largest exponent is that of infinities. */
interface Format {
  readonly exponent: number;
  readonly fraction: number;
  /** False: the largest exponent is that of numbers, but for the pattern of ones, which is NaN. */
  readonly infinite: boolean;
}

const formats: Partial<Readonly<Record<SafetensorsType, Format>>> = {
  F16: { exponent: 5, fraction: 10, infinite: true },
  BF16: { exponent: 8, fraction: 7, infinite: true },
  F8_E4M3: { exponent: 4, fraction: 3, infinite: false },
  F8_E5M2: { exponent: 5, fraction: 2, infinite: true },
};

/** Whether elements of a type are floating-point numbers. */
export function isFloat(type: SafetensorsType): boolean {
  return type === 'F32' || type === 'F64' || formats[type] !== undefined;
}

/**
 * The elements of a tensor of floating-point numbers as float32: exact for those of 16 and 8 bits, rounded for `F64`.
 * @throws {SafetensorsError} if it holds other numbers.
 * @example
 * ```ts
 * const values = float32Of(tensors.get('encoder.weight')!);
 * ```
 */
export function float32Of({ dtype, data }: SafetensorsEntry): Float32Array {
  if (dtype === 'F32') return data as Float32Array;
  if (dtype === 'F64') return Float32Array.from(data as Float64Array);
  const format = formats[dtype];
  if (!format) throw new SafetensorsError(`expected floating-point numbers, found ${dtype}`);
  return Float32Array.from(data as Uint16Array | Uint8Array, (bits) => numberOf(bits, format));
}

function numberOf(bits: number, { exponent: width, fraction: digits, infinite }: Format): number {
  const most = 2 ** width - 1;
  const sign = bits >> (width + digits) ? -1 : 1;
  const exponent = (bits >> digits) & most;
  const fraction = bits & (2 ** digits - 1);
  const bias = (most - 1) / 2;
  if (exponent === most) {
    if (infinite) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    if (fraction === 2 ** digits - 1) return Number.NaN;
  }
  // Without the leading one where the exponent is 0.
  if (exponent === 0) return sign * fraction * 2 ** (1 - bias - digits);
  return sign * (1 + fraction / 2 ** digits) * 2 ** (exponent - bias);
}
