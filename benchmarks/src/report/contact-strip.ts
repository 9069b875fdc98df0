import { encodePng } from './png.js';

/**
 * A row of pictures of one size as one PNG, with a gap between them.
 * @param pixels Values in [0, 1] (outside: clipped), `[count, height, width, channels]` laid flat.
 * @returns A `data:` URL.
 */
export function contactStrip(
  pixels: ArrayLike<number>,
  shape: readonly [count: number, height: number, width: number, channels: number],
  gap = 2,
): string {
  const [count, height, width, channels] = shape;
  const cell = width + gap;
  const total = count * cell - gap;
  // Gaps are mid-grey: visible beside black and white pictures, on light and on dark pages.
  const data = new Uint8Array(total * height * channels).fill(128);
  for (let i = 0; i < count; i++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width * channels; x++) {
        const value = pixels[(i * height + y) * width * channels + x]!;
        data[(y * total + i * cell) * channels + x] = Math.round(Math.min(1, Math.max(0, value)) * 255);
      }
    }
  }
  const png = encodePng({ width: total, height, channels: channels === 1 ? 1 : 3, data });
  return `data:image/png;base64,${png.toString('base64')}`;
}
