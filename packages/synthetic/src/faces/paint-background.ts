import { type Canvas, faceSide } from './canvas.js';
import type { FaceStyle } from './face-style.js';

/** A wall of one colour that changes into another. */
export function paintBackground(canvas: Canvas, style: FaceStyle): void {
  const [from, to] = style.wall;
  const [x, y] = style.wallDirection;
  const scale = 1 / (faceSide * (Math.abs(x) + Math.abs(y) + 1e-6));
  const { red, green, blue } = canvas;
  for (let row = 0, i = 0; row < faceSide; row++) {
    for (let column = 0; column < faceSide; column++, i++) {
      const t = 0.5 + (x * (column - faceSide / 2) + y * (row - faceSide / 2)) * scale;
      const smooth = t * t * (3 - 2 * t);
      red[i] = from[0] + smooth * (to[0] - from[0]);
      green[i] = from[1] + smooth * (to[1] - from[1]);
      blue[i] = from[2] + smooth * (to[2] - from[2]);
    }
  }
}
