/**
 * A sum of squares below which a column of a matrix is rounding error of the whole: 2⁻⁶⁰ of its norm. Reflecting such
 * remainders again and again would make them underflow, and the reflections infinite.
 */
export function negligibleSquare(data: Float64Array): number {
  let squares = 0;
  for (let i = 0; i < data.length; i++) squares += data[i]! * data[i]!;
  return squares * 2 ** -120;
}
