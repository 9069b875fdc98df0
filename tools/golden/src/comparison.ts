import { flatNumbers, isObject, type Json, type JsonObject } from './format.js';

/** How precise the computation under test is. */
export type Precision = 'float32' | 'float64' | 'gradient';

/** Relative to the expected array's largest magnitude. */
const tolerances: Readonly<Record<Precision, number>> = { float32: 1e-5, float64: 1e-9, gradient: 1e-4 };

type Values = ArrayLike<number>;

/** Collects every disagreement of one case, so that a failure names all of them. */
export class Comparison {
  readonly mismatches: string[] = [];
  /** Number of values compared; a case that compared nothing has not passed. */
  compared = 0;

  /**
   * Compares computed values with an expected block of any encoding.
   * @param path What is compared, for the message.
   * @param actual A number or the array in the reference's own (C) order.
   * @param expected `{shape, f32, f64}`, `{f32, f64}`, `{shape, data}`, a summary, a gradient block, a list or a number.
   */
  check(path: string, actual: number | Values, expected: Json | undefined, precision: Precision = 'float32'): void {
    const values: Values = typeof actual === 'number' ? [actual] : actual;
    if (expected === undefined || expected === null) {
      this.mismatches.push(`${path}: the file holds no expected value`);
    } else if (isObject(expected)) {
      this.checkBlock(path, values, expected, precision);
    } else {
      this.checkValues(path, values, flatNumbers(expected), undefined, precision);
    }
  }

  /** Compares things that must be identical (labels, strings, counts). */
  same(path: string, actual: unknown, expected: unknown): void {
    this.compared += 1;
    const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
    if (a !== b) this.mismatches.push(`${path}: expected ${b?.slice(0, 120)}, found ${a?.slice(0, 120)}`);
  }

  /** Compares a random quantity with its mean over runs of the reference, within `deviations` standard deviations of one run. */
  distributed(path: string, actual: number, { mean, sd }: { mean: number; sd: number }, deviations: number): void {
    this.compared += 1;
    if (!(Math.abs(actual - mean) <= deviations * sd)) {
      this.mismatches.push(`${path}: expected ${mean} ± ${deviations} · ${sd}, found ${actual}`);
    }
  }

  private checkBlock(path: string, values: Values, expected: JsonObject, precision: Precision): void {
    if (expected.summary === true) {
      this.checkSummary(path, values, expected, precision);
    } else if (expected.l2 !== undefined) {
      this.checkGradient(path, values, expected, precision);
    } else if (expected.f64 !== undefined) {
      this.checkValues(path, values, flatNumbers(expected.f64), flatNumbers(expected.f32 ?? expected.f64), precision);
    } else if (expected.data !== undefined) {
      this.checkValues(path, values, flatNumbers(expected.data), undefined, precision);
    } else {
      this.mismatches.push(`${path}: unknown encoding with keys ${Object.keys(expected).join(', ')}`);
    }
  }

  private checkValues(
    path: string,
    values: Values,
    f64: number[],
    f32: number[] | undefined,
    precision: Precision,
  ): void {
    if (values.length !== f64.length) {
      this.mismatches.push(`${path}: expected ${f64.length} values, found ${values.length}`);
      return;
    }
    this.compared += f64.length;
    const bound = tolerances[precision] * largest(f64);
    let worst = 0;
    let at = -1;
    for (let i = 0; i < f64.length; i++) {
      const actual = values[i]!;
      let error = difference(actual, f64[i]!);
      // A float32 implementation may agree with either of the reference's runs.
      if (f32 && precision !== 'float64') error = Math.min(error, difference(actual, f32[i]!));
      if (!(error <= worst)) {
        worst = error;
        at = i;
      }
    }
    if (!(worst <= bound)) {
      this.mismatches.push(
        `${path}[${at}]: expected ${f64[at]}, found ${values[at]} (difference ${worst.toExponential(2)}, allowed ${bound.toExponential(2)})`,
      );
    }
  }

  private checkSummary(path: string, values: Values, expected: JsonObject, precision: Precision): void {
    const n = values.length;
    const strided = flatNumbers(expected.strided64_f64);
    const first = flatNumbers(expected.first64_f64);
    const picked = strided.map((_, j) => values[Math.floor((j * n) / 64)] ?? Number.NaN);
    this.checkValues(`${path}.strided`, picked, strided, undefined, precision);
    const beginning = first.map((_, i) => values[i] ?? Number.NaN);
    this.checkValues(`${path}.first`, beginning, first, undefined, precision);
    const sumsq = Number(expected.sumsq_f64);
    const [sum, squares] = sums(values);
    this.checkScalar(`${path}.sumsq`, squares, sumsq, sumsq, precision);
    // Σ|x| ≤ √(n Σx²): the scale against which a cancelling sum can be held.
    this.checkScalar(`${path}.sum`, sum, Number(expected.sum_f64), Math.sqrt(n * sumsq), precision);
  }

  private checkGradient(path: string, values: Values, expected: JsonObject, precision: Precision): void {
    const l2 = Number(expected.l2);
    const first = flatNumbers(expected.first16);
    const [sum, squares] = sums(values);
    const scale = Math.max(largest(first), l2 / Math.sqrt(Math.max(1, values.length)));
    this.checkScalar(`${path}.l2`, Math.sqrt(squares), l2, l2, precision);
    this.checkScalar(`${path}.sum`, sum, Number(expected.sum), Math.max(l2, Math.abs(Number(expected.sum))), precision);
    first.forEach((x, i) => {
      this.checkScalar(`${path}.first16[${i}]`, values[i] ?? Number.NaN, x, scale, precision);
    });
  }

  private checkScalar(path: string, actual: number, expected: number, scale: number, precision: Precision): void {
    this.compared += 1;
    const bound = tolerances[precision] * Math.abs(scale);
    if (!(difference(actual, expected) <= bound)) {
      this.mismatches.push(`${path}: expected ${expected}, found ${actual} (allowed ${bound.toExponential(2)})`);
    }
  }
}

/** Equal infinities and paired NaNs agree. */
function difference(a: number, b: number): number {
  return Object.is(a, b) || a === b ? 0 : Math.abs(a - b);
}

function largest(values: readonly number[]): number {
  return values.reduce((max, x) => (Number.isFinite(x) ? Math.max(max, Math.abs(x)) : max), 0);
}

function sums(values: Values): [sum: number, squares: number] {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i]!;
    squares += values[i]! * values[i]!;
  }
  return [sum, squares];
}
