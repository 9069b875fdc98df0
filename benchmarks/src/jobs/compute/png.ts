import { ArgumentError } from '@polyvae/errors';
import { PNG } from 'pngjs';

/** A picture of bytes, rows first, channels last. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  /** 1: grey, 3: RGB. */
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/**
 * A PNG file.
 * @throws {ArgumentError} if the data are not width × height × channels bytes.
 */
export function encodePng({ width, height, channels, data }: Raster): Buffer {
  if (data.length !== width * height * channels) {
    throw new ArgumentError(
      `Picture of ${width} × ${height} × ${channels} needs ${width * height * channels} bytes, got ${data.length}.`,
    );
  }
  const picture = new PNG({ width, height });
  picture.data = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const colorType = channels === 1 ? 0 : 2;
  return PNG.sync.write(picture, {
    colorType,
    inputColorType: colorType,
    inputHasAlpha: false,
    deflateLevel: 9,
    deflateStrategy: 0,
    // Grey digits are strokes on an even ground: shorter unfiltered. In colour each row has the filter that suits it.
    filterType: channels === 1 ? 0 : -1,
  });
}
