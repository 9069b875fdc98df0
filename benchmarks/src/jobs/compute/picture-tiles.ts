import { encodePng } from './png.js';

/**
 * Pictures of one size, each as the `data:` URL of a PNG.
 * @param pixels Values in [0, 1] (outside: clipped), `[count, height, width, channels]` laid flat.
 */
export function pictureTiles(
  pixels: ArrayLike<number>,
  shape: readonly [count: number, height: number, width: number, channels: number],
): string[] {
  const [count, height, width, channels] = shape;
  const size = height * width * channels;
  return Array.from({ length: count }, (_, i) => {
    const data = Uint8Array.from({ length: size }, (_byte, at) =>
      Math.round(Math.min(1, Math.max(0, pixels[i * size + at]!)) * 255),
    );
    const png = encodePng({ width, height, channels: channels === 1 ? 1 : 3, data });
    return `data:image/png;base64,${png.toString('base64')}`;
  });
}
