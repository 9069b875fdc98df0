import { ShapeError } from '@polyvae/errors';
import type * as tf from '@tensorflow/tfjs-core';
import { encode } from 'fast-png';
import type { Picture } from './tensorboard-events.js';

/**
 * One image, or several in a grid that is about square.
 * @param name For messages.
 * @param images `[height, width, channels]` or `[images, height, width, channels]`, values from 0 to 1; others are cut off.
 * @throws {ShapeError} for another shape.
 */
export async function pictureOf(name: string, images: tf.Tensor): Promise<Picture> {
  const shape = images.rank === 3 ? [1, ...images.shape] : images.shape;
  const [count = 0, height = 0, width = 0, channels] = shape;
  if (shape.length !== 4 || count === 0 || (channels !== 1 && channels !== 3)) {
    throw new ShapeError(`tensorBoardLog: image '${name}'`, '[images, height, width, 1 or 3]', images.shape);
  }
  const values = await images.data();
  const columns = Math.ceil(Math.sqrt(count));
  const rows = Math.ceil(count / columns);
  const grid = { width: columns * width, height: rows * height };
  const data = new Uint8Array(grid.width * grid.height * channels);
  const line = width * channels;
  for (let image = 0; image < count; image++) {
    const [row, column] = [Math.floor(image / columns), image % columns];
    for (let y = 0; y < height; y++) {
      const from = (image * height + y) * line;
      const to = ((row * height + y) * columns + column) * line;
      for (let i = 0; i < line; i++) {
        data[to + i] = Math.round(255 * Math.min(1, Math.max(0, values[from + i]!)));
      }
    }
  }
  return { ...grid, channels, png: encode({ ...grid, channels, data }) };
}
