import { type Canvas, faceSide } from './canvas.js';

const side = faceSide;
const pixels = side * side;
const halfway = new Float64Array(pixels);

/** One pass of the binomial filter ¼ ½ ¼ in both directions. */
function blur(plane: Float64Array): void {
  const last = side - 1;
  for (let start = 0; start < pixels; start += side) {
    for (let column = 0; column < side; column++) {
      const left = plane[start + (column > 0 ? column - 1 : 0)]!;
      const right = plane[start + (column < last ? column + 1 : last)]!;
      halfway[start + column] = 0.25 * (left + right) + 0.5 * plane[start + column]!;
    }
  }
  for (let row = 0; row < side; row++) {
    const above = (row > 0 ? row - 1 : 0) * side;
    const below = (row < last ? row + 1 : last) * side;
    const at = row * side;
    for (let column = 0; column < side; column++) {
      plane[at + column] = 0.25 * (halfway[above + column]! + halfway[below + column]!) + 0.5 * halfway[at + column]!;
    }
  }
}

/**
 * Writes the picture as bytes, 64 × 64 × 3.
 * @param passes How often it is blurred: its standard deviation is √(passes / 2) pixels.
 */
export function photograph(canvas: Canvas, passes: number, target: Uint8Array): void {
  const { red, green, blue } = canvas;
  for (const plane of [red, green, blue]) for (let pass = 0; pass < passes; pass++) blur(plane);
  const rounded = new Uint8ClampedArray(target.buffer, target.byteOffset, target.length);
  for (let i = 0, at = 0; i < pixels; i++, at += 3) {
    rounded[at] = red[i]!;
    rounded[at + 1] = green[i]!;
    rounded[at + 2] = blue[i]!;
  }
}
