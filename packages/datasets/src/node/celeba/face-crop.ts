/** Sizes of CelebA's aligned images: as published, and halved. */
export const faceSizes = [
  { width: 178, height: 218, scale: 1 },
  { width: 89, height: 109, scale: 2 },
] as const;

/** A part of an image, in pixels from its upper left corner. */
export interface CropBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

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
