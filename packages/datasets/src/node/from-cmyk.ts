import type { Sharp } from './import-sharp.js';

/** An input as sharp reads it. */
export type SharpImage = ReturnType<Sharp>;

/** An image's pixels as bytes, row-major `[height, width, channels]`. */
export interface RawPixels {
  readonly data: Uint8Array;
  readonly info: { readonly width: number; readonly height: number; readonly channels: number };
}

/** The product of two bytes as shares of 255, rounded as Pillow rounds it. */
function share(a: number, b: number): number {
  const product = a * b + 128;
  return ((product >> 8) + product) >> 8;
}

/**
 * Red, green and blue of an image of printing inks (cyan, magenta, yellow, black), as many JPEGs from print shops are, with Pillow's
 * bytes; undefined for every other image. sharp itself goes by a colour profile, which gives other colours.
 * @see Pillow, `cmyk2rgb` in `src/libImaging/Convert.c`
 */
export async function fromCmyk(image: SharpImage): Promise<RawPixels | undefined> {
  const { space } = await image.metadata();
  if (space !== 'cmyk') return undefined;
  const inks = image.clone().pipelineColourspace('cmyk').toColourspace('cmyk').raw({ depth: 'uchar' });
  const { data, info } = await inks.toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const colours = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < colours.length; from += channels, to += 3) {
    const light = 255 - data[from + 3]!;
    for (let ink = 0; ink < 3; ink++) colours[to + ink] = light - share(data[from + ink]!, light);
  }
  return { data: colours, info: { width, height, channels: 3 } };
}
