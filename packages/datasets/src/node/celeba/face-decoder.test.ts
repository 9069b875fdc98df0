import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { exactFace, flatFace } from '../../../test/make-celeba.js';
import { type DecodedFace, faceCrop, loadFaceDecoder } from './face-decoder.js';

/** `[height, width, 3]` of a function of the place. */
function paint(width: number, height: number, value: (x: number, y: number, channel: number) => number): Uint8Array {
  return Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return value(pixel % width, Math.floor(pixel / width), i % 3);
  });
}

test('crops where torchvision’s CenterCrop does', () => {
  expect(faceCrop(178, 218, 148)).toEqual({ left: 15, top: 35, width: 148, height: 148 });
  // (89 − 74) / 2 = 7.5 and (109 − 74) / 2 = 17.5 go to the even number.
  expect(faceCrop(89, 109, 148)).toEqual({ left: 8, top: 18, width: 74, height: 74 });
  // (89 − 64) / 2 = 12.5 and (109 − 64) / 2 = 22.5 too.
  expect(faceCrop(89, 109, 128)).toEqual({ left: 12, top: 22, width: 64, height: 64 });
  expect(faceCrop(178, 218, 178)).toEqual({ left: 0, top: 20, width: 178, height: 178 });
  expect(faceCrop(218, 178, 148)).toBeUndefined();
});

test.each([
  [178, 218],
  [89, 109],
])('a frame around the crop of %i × %i does not show', async (width, height) => {
  const decode = await loadFaceDecoder(148);
  const { left, top, width: side } = faceCrop(width, height, 148)!;
  const inside = (x: number, y: number) => x >= left && x < left + side && y >= top && y < top + side;
  const face = await exactFace(
    paint(width, height, (x, y, channel) => (inside(x, y) ? [200, 100, 50][channel]! : 0)),
    width,
    height,
  );
  const { pixels, size } = (await decode(face)) as DecodedFace;
  expect(size).toBe(`${width} × ${height}`);
  expect(pixels).toEqual(paint(64, 64, (_x, _y, channel) => [200, 100, 50][channel]!));
});

// From test/fixtures/make_bicubic_reference.py; the crop is that of an image of full size.
test.each([
  [178, 218, 148, '1a6707b96d3d48d15bbfe099fe37eb39487ee7918510e926b6ce36d9e77e29e1'],
  [89, 109, 148, 'e5b2310e21944c50efd525ba37eb95eb7f8f6a4b99b697dff2aec6a7660e8a03'],
  [178, 218, 178, 'd2b93bc725cb4315c5548dac1891a3ad21b61e8dc93dc06d20ae0d0360475614'],
  [89, 109, 64, '7e2a5418ea0a6dcdbc6f308e4a2384c582a6e6ffb8ec8578082647930ef8dcf9'],
  [178, 218, 64, '0cdcda067d2bff742c0bbf8919e3ab03541846bb076b354628b8e4b4f344be7b'],
  [178, 218, 100, 'abec24d7f218f82f7db911044abbc14689196a0f9ab6cf13296f07f956522293'],
])(
  '%i × %i, crop %i: the bytes of torchvision’s crop and Pillow’s bicubic resizing',
  async (width, height, crop, sha256) => {
    const decode = await loadFaceDecoder(crop);
    const pattern = (x: number, y: number) => [
      x * 7 + y * 3 + Math.floor((x * y) / 5),
      x * x + y * 11,
      checked(x, y) * 255,
    ];
    const checked = (x: number, y: number) => (Math.floor(x / 9) + Math.floor(y / 7)) % 2;
    const face = await exactFace(
      paint(width, height, (x, y, channel) => pattern(x, y)[channel]! % 256),
      width,
      height,
    );
    const { pixels } = (await decode(face)) as DecodedFace;
    expect(createHash('sha256').update(pixels).digest('hex')).toBe(sha256);
  },
);

test('grey files have three channels; a tag for the orientation has no effect', async () => {
  const decode = await loadFaceDecoder(148);
  const flat = (await decode(await flatFace(77))) as DecodedFace;
  expect(new Set(flat.pixels)).toEqual(new Set([77]));
  const grey = await sharp(await flatFace(77))
    .toColourspace('b-w')
    .jpeg({ quality: 100 })
    .toBuffer();
  expect((await sharp(grey).metadata()).channels).toBe(1);
  expect(await decode(grey)).toEqual(flat);
  const turned = await sharp(await flatFace(77))
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 100 })
    .toBuffer();
  expect(await decode(turned)).toEqual(flat);
});

test('what cannot be used', async () => {
  const decode = await loadFaceDecoder(148);
  expect(await decode(await flatFace(1, { width: 178, height: 178 }))).toEqual({
    kind: 'size',
    found: '178 × 178 pixels',
  });
  const noisy = await sharp(
    paint(178, 218, (x, y) => (x * x + 31 * y * x) % 256),
    { raw: { width: 178, height: 218, channels: 3 } },
  )
    .jpeg()
    .toBuffer();
  expect(await decode(noisy)).toHaveProperty('pixels');
  for (const length of [0, 10, 300, Math.floor(noisy.length / 2), noisy.length - 200, noisy.length - 2]) {
    expect(await decode(noisy.subarray(0, length))).toHaveProperty('kind', 'damaged');
  }
  const middle = Uint8Array.from(noisy);
  middle.fill(0xff, Math.floor(noisy.length / 2), Math.floor(noisy.length / 2) + 60);
  expect(await decode(middle)).toHaveProperty('kind', 'damaged');
  const transparent = await sharp(await flatFace(77))
    .ensureAlpha(0.5)
    .png()
    .toBuffer();
  expect(await decode(transparent)).toEqual({ kind: 'damaged', found: '4 channels instead of 3' });
  expect(await decode(new TextEncoder().encode('not an image'))).toMatchObject({
    kind: 'damaged',
    found: expect.stringContaining('unsupported image format'),
  });
});

test('without sharp, the error says how to get it', async () => {
  const missing = Object.assign(new Error("Cannot find package 'sharp'"), { code: 'ERR_MODULE_NOT_FOUND' });
  await expect(loadFaceDecoder(148, () => Promise.reject(missing))).rejects.toThrow(
    'celebaText decodes images with sharp, which is not installed: npm install sharp',
  );
  const broken = new Error('Could not load the "sharp" module using the linux-x64 runtime\nPossible solutions:');
  await expect(loadFaceDecoder(148, () => Promise.reject(broken))).rejects.toThrow(
    /which does not load \(Could not load the "sharp" module using the linux-x64 runtime\); install it again/,
  );
});
