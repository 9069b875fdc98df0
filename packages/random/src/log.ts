/**
 * Natural logarithm from additions, multiplications, divisions and bit operations alone. `Math.log` may differ between
 * engines in its last bits, and random streams must not.
 */

const view: Float64Array = new Float64Array(1);
const words: Uint32Array = new Uint32Array(view.buffer);
view[0] = 1;
/** Index of the word that holds sign and exponent: depends on the machine's byte order. */
const HIGH: number = words[1] === 0x3ff00000 ? 1 : 0;

/** ln 2 in two parts; the first has 21 trailing zero bits, so that its product with an exponent is exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/**
 * Natural logarithm of a positive normal number.
 * @param x In `[2⁻¹⁰²², 1.8e308]`; not checked.
 * @returns ln x, within 1 ulp.
 */
export function log(x: number): number {
  view[0] = x;
  const high = words[HIGH]!;
  // x = 2^exponent · m with m in [√½, √2): the added constant carries into the exponent exactly when the fraction ≥ √2.
  const carry = (high & 0xfffff) + 0x95f64;
  const exponent = (high >>> 20) - 1023 + (carry >>> 20);
  words[HIGH] = (high & 0xfffff) | ((carry & 0x100000) ^ 0x3ff00000);
  const f = view[0] - 1;
  // ln(1 + f) = 2 artanh(s) with s = f / (2 + f), |s| ≤ 0.1716; summed so that f itself enters exactly.
  const s = f / (2 + f);
  const t = s * s;
  const series =
    t *
    (2 / 3 +
      t *
        (2 / 5 +
          t *
            (2 / 7 +
              t * (2 / 9 + t * (2 / 11 + t * (2 / 13 + t * (2 / 15 + t * (2 / 17 + t * (2 / 19 + (t * 2) / 21)))))))));
  const half = 0.5 * f * f;
  return exponent * LN2_HIGH - (half - (s * (half + series) + exponent * LN2_LOW) - f);
}
