import type { PictureRow } from '../../jobs/shown.js';
import type { DrawnRow } from './pictures.js';

/** Between two pictures, as a share of their width; as {@link pictureGrid} places them. */
const gap = 6 / 40;
const quality = 80;

/** A row with its pictures in one, as WebP, which is a fifth as large; they lose what no eye sees at their size. */
async function stripOf(row: PictureRow, sharp: typeof import('sharp').default): Promise<DrawnRow> {
  if (!('tiles' in row) || row.tiles.length === 0) return row;
  const { tiles, ...rest } = row;
  const inputs = tiles.map((tile) => Buffer.from(tile.slice(tile.indexOf(',') + 1), 'base64'));
  const { width, height } = await sharp(inputs[0]).metadata();
  const pitch = width + Math.round(width * gap);
  const background = { r: 0, g: 0, b: 0, alpha: 0 };
  const strip = await sharp({
    create: { width: pitch * tiles.length - (pitch - width), height, channels: 4, background },
  })
    .composite(inputs.map((input, i) => ({ input, left: i * pitch, top: 0 })))
    .webp({ quality, smartSubsample: true })
    .toBuffer();
  return { ...rest, strip: `data:image/webp;base64,${strip.toString('base64')}`, count: tiles.length };
}

/** Rows with the pictures of each in one, so that a page of many models stays small; as they are where sharp does not load. */
export async function withStrips(rows: readonly PictureRow[]): Promise<readonly DrawnRow[]> {
  const loaded = await import('sharp').catch(() => undefined);
  return loaded ? Promise.all(rows.map((row) => stripOf(row, loaded.default))) : rows;
}
