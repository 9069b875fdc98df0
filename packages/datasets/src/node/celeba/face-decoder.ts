import { faceSide } from '@polyvae/synthetic';
import { fromCmyk } from '../from-cmyk.js';
import { importSharp, type Sharp } from '../import-sharp.js';
import { bicubicResizer, type CropBox, type Resizer } from './bicubic.js';

/** Sizes of CelebA's aligned images: as published, and halved. */
export const faceSizes = [
  { width: 178, height: 218, scale: 1 },
  { width: 89, height: 109, scale: 2 },
] as const;

/**
 * The square in the middle of an aligned image, where torchvision's `CenterCrop` takes it: from (15, 35) at full size, and from
 * (8, 18) at half size, which is one pixel of the full size further right and down.
 *
 * @param cropSize Its side in an image of full size; half of it is taken from an image of half size.
 * @returns `undefined` if the image has neither size.
 */
export function faceCrop(width: number, height: number, cropSize: number): CropBox | undefined {
  const size = faceSizes.find((known) => known.width === width && known.height === height);
  if (size === undefined) return undefined;
  const side = cropSize / size.scale;
  return { left: halfEven((width - side) / 2), top: halfEven((height - side) / 2), width: side, height: side };
}

/** Rounds as Python does: a half goes to the even number. */
function halfEven(value: number): number {
  const below = Math.floor(value);
  return value - below === 0.5 ? below + (below % 2) : Math.round(value);
}

/** Raised whenever other pixels come out of the same file, so that caches are made anew. */
export const preprocessingVersion = 2;

/** A face as the models see it. */
export interface DecodedFace {
  /** 64 × 64 × 3 bytes. */
  readonly pixels: Uint8Array;
  /** Size of the file's image, `178 × 218`. */
  readonly size: string;
}

/** Why an image cannot be used. */
export interface FaceProblem {
  /** `damaged`: not decodable; `size`: decodable, but not one of CelebA's aligned images. */
  readonly kind: 'damaged' | 'size';
  readonly found: string;
}

/** Decodes the content of a file. */
export type FaceDecoder = (file: Uint8Array) => Promise<DecodedFace | FaceProblem>;

/** Input that a {@link FaceDecoder} expects, for error messages. */
export const expectedSizes: string = faceSizes.map(({ width, height }) => `${width} × ${height}`).join(' or ');

/**
 * Decoder of aligned faces: centre crop, then bicubic reduction to 64 × 64, with the bytes that Pillow and torchvision
 * give. Colour profiles and orientation tags have no effect.
 *
 * @param load Imports sharp.
 * @throws {MissingPackageError} if sharp is not installed or does not load; the message says what to do.
 */
export async function loadFaceDecoder(
  cropSize: number,
  load: () => Promise<{ default: Sharp }> = () => import('sharp'),
): Promise<FaceDecoder> {
  const sharp = await importSharp('celebaText', load);
  const resizers = new Map<number, Resizer>();
  return async (file) => {
    try {
      // Damage in the middle of a file shows as a warning only. Whole before it is cut: a reader of the crop alone stops
      // below it and would not see that the end is missing.
      const image = sharp(file, { failOn: 'warning', ignoreIcc: true });
      const { data, info } =
        (await fromCmyk(image)) ??
        (await image.toColourspace('srgb').raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true }));
      const { width, height, channels } = info;
      const size = `${width} × ${height}`;
      const crop = faceCrop(width, height, cropSize);
      if (crop === undefined) return { kind: 'size', found: `${size} pixels` };
      if (channels !== 3) return { kind: 'damaged', found: `${channels} channels instead of 3` };
      const resize = resizers.get(crop.width) ?? bicubicResizer(crop.width, faceSide);
      resizers.set(crop.width, resize);
      return { pixels: resize(data, width, crop), size };
    } catch (error) {
      return { kind: 'damaged', found: (error as Error).message.replaceAll(/\s+/g, ' ').trim() };
    }
  };
}
