import '@tensorflow/tfjs';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { newFolder } from '../../../../scripts/temporary-folder.js';
import cases from '../../test/fixtures/cmyk.json' with { type: 'json' };
import { loadFaceDecoder } from './celeba/face-decoder.js';
import { fromCmyk } from './from-cmyk.js';
import { fromImageFolder } from './image-folder.js';

// Expected colours by test/fixtures/make_cmyk_fixtures.py: four fields of 8 × 8.
const colourAt = (data: ArrayLike<number>, field: number, width = 32): number[] =>
  Array.from({ length: 3 }, (_, channel) => data[(4 * width + 8 * field + 4) * 3 + channel]!);

test.each(cases)('a CMYK JPEG ($name) has the colours that Pillow reads', async ({ jpeg, colours }) => {
  const read = await fromCmyk(sharp(Buffer.from(jpeg, 'base64')));
  expect(read!.info).toEqual({ width: 32, height: 8, channels: 3 });
  expect(colours.map((_, field) => colourAt(read!.data, field))).toEqual(colours);
});

test('other images are left alone', async () => {
  const rgb = await sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } })
    .jpeg()
    .toBuffer();
  expect(await fromCmyk(sharp(rgb))).toBeUndefined();
});

test('folders of images and faces read it so', async () => {
  const folder = newFolder();
  const [{ jpeg, colours }] = cases as [(typeof cases)[number]];
  writeFileSync(join(folder, 'x.jpg'), Buffer.from(jpeg, 'base64'));
  const images = await fromImageFolder(folder, { size: [8, 32], resize: 'none' });
  const { image } = await images.get(Uint32Array.of(0));
  const bytes = (await image.data()).map((value) => Math.round(255 * value));
  image.dispose();
  expect(colours.map((_, field) => colourAt(bytes, field))).toEqual(colours);

  const inks = Buffer.from(Array.from({ length: 178 * 218 }, () => [32, 231, 73, 10]).flat());
  const raw = { width: 178, height: 218, channels: 4 } as const;
  const face = await sharp(inks, { raw })
    .pipelineColourspace('cmyk')
    .toColourspace('cmyk')
    .jpeg({ quality: 100 })
    .toBuffer();
  expect((await sharp(face).metadata()).space).toBe('cmyk');
  const read = await fromCmyk(sharp(face));
  const decode = await loadFaceDecoder(148);
  const decoded = await decode(face);
  expect('pixels' in decoded && [...decoded.pixels.subarray(0, 3)]).toEqual([...read!.data.subarray(0, 3)]);
});
