import { readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { faceImageSize } from '@polyvae/synthetic';
import { beforeEach, expect, test } from 'vitest';
import { newFolder } from '../../../../../scripts/temporary-folder.js';
import { imageName, range } from '../../../test/make-celeba.js';
import type { DecodingProgress } from '../decoding-progress.js';
import type { CachedProblem } from './chunk.js';
import { type FaceCache, type FaceCacheOptions, openFaceCache } from './face-cache.js';
import type { FaceDecoder } from './face-decoder.js';

/** Files of one byte; "decoding" repeats it. */
const damaged = 0xee;
const wrongSize = 0xdd;

let directory: string;
let cache: string;
/** First bytes of the files decoded since the last look. */
let decoded: number[];

beforeEach(async () => {
  directory = newFolder();
  cache = join(directory, 'cache');
  decoded = [];
  for (const i of range(10)) await writeFile(join(directory, imageName(i)), Uint8Array.of(i + 1));
});

const decode: FaceDecoder = async ([byte]) => {
  decoded.push(byte!);
  if (byte === damaged) return { kind: 'damaged', found: 'broken' };
  if (byte === wrongSize) return { kind: 'size', found: '1 × 1 pixels' };
  return { pixels: new Uint8Array(faceImageSize).fill(byte!), size: '178 × 218' };
};

/** 10 images in chunks of 4, 4 and 2. */
async function open(changes: Partial<FaceCacheOptions> = {}): Promise<FaceCache> {
  const present = (await readdir(directory)).filter((name) => name.endsWith('.jpg'));
  return openFaceCache({
    cache,
    source: { folder: directory, images: new Set(present) },
    images: range(10).map(imageName),
    needed: [Uint32Array.from(range(10))],
    cropSize: 148,
    loadDecoder: () => Promise.resolve(decode),
    concurrency: 3,
    onProblems: () => {},
    imagesPerChunk: 4,
    ...changes,
  });
}

/** First and last byte of each image. */
function look(faces: FaceCache, positions: number[]): number[] {
  const target = new Uint8Array(positions.length * faceImageSize);
  faces.read(Uint32Array.from(positions), target);
  return positions.map((_, row) => {
    const [first, last] = [target[row * faceImageSize]!, target[(row + 1) * faceImageSize - 1]!];
    expect(first).toBe(last);
    return first;
  });
}

/** Opens, reads everything, closes; which images that had to decode. */
async function reopen(changes: Partial<FaceCacheOptions> = {}): Promise<{ values: number[]; again: number[] }> {
  decoded = [];
  const faces = await open(changes);
  const values = look(faces, range(10));
  faces.close();
  return { values, again: decoded.toSorted((a, b) => a - b) };
}

const all = range(10).map((i) => i + 1);

test('decodes once, then reads any images in any order', async () => {
  const faces = await open();
  expect(look(faces, [9, 0, 4, 4, 3])).toEqual([10, 1, 5, 5, 4]);
  expect(faces.sizes).toEqual(new Map([['178 × 218', 10]]));
  faces.close();
  expect(() => look(faces, [0])).toThrow('this dataset is closed');
  expect((await readdir(cache)).toSorted()).toEqual(
    ['000000', '000004', '000008'].flatMap((at) => [`crop148-${at}.json`, `crop148-${at}.rgb`]),
  );
  const never = () => Promise.reject(new Error('nothing to decode'));
  expect(await reopen({ loadDecoder: never })).toEqual({ values: all, again: [] });
});

test('only chunks that are needed are made', async () => {
  (await open({ needed: [Uint32Array.of(9), Uint32Array.of(2)] })).close();
  expect(decoded.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 9, 10]);
  expect((await reopen()).again).toEqual([5, 6, 7, 8]);
});

test('an aborted call keeps finished chunks, and the next one decodes the rest', async () => {
  const abort = new AbortController();
  const progress: DecodingProgress[] = [];
  const onProgress = (state: DecodingProgress) => {
    progress.push(state);
    if (state.step === 'decode' && state.done >= 4) abort.abort(new Error('enough'));
  };
  await expect(open({ onProgress, signal: abort.signal, concurrency: 1 })).rejects.toThrow('enough');
  expect(decoded).toEqual([1, 2, 3, 4]);
  expect(progress.filter(({ step }) => step === 'check').at(-1)).toMatchObject({ done: 10, total: 10, secondsLeft: 0 });
  progress.length = 0;
  expect(await reopen({ onProgress: (state) => progress.push(state) })).toEqual({ values: all, again: all.slice(4) });
  expect(progress.filter(({ step }) => step === 'decode').at(-1)).toMatchObject({ done: 6, total: 6, secondsLeft: 0 });
});

test('an abort in the middle of a chunk begins no other image and leaves nothing half-made', async () => {
  const abort = new AbortController();
  const loadDecoder = () =>
    Promise.resolve<FaceDecoder>((file) => {
      if (file[0] === 6) abort.abort();
      return decode(file);
    });
  await expect(open({ loadDecoder, signal: abort.signal, concurrency: 1 })).rejects.toThrow(/abort/i);
  expect(decoded).toEqual([1, 2, 3, 4, 5, 6]);
  expect((await readdir(cache)).toSorted()).toEqual(['crop148-000000.json', 'crop148-000000.rgb']);
  await expect(open({ signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow('before');
});

test('a changed, new or vanished image makes its chunk again, and no other', async () => {
  await reopen();
  await writeFile(join(directory, imageName(5)), Uint8Array.of(60, 60));
  expect((await reopen()).again).toEqual([5, 7, 8, 60]);
  await utimes(join(directory, imageName(0)), new Date(), new Date(1e12));
  expect((await reopen()).again).toEqual([1, 2, 3, 4]);
  await rm(join(directory, imageName(9)));
  expect((await reopen()).values).toEqual([1, 2, 3, 4, 5, 60, 7, 8, 9, 0]);
  await writeFile(join(directory, imageName(9)), Uint8Array.of(90));
  expect(await reopen()).toEqual({ values: [1, 2, 3, 4, 5, 60, 7, 8, 9, 90], again: [9, 90] });
  expect((await reopen()).again).toEqual([]);
});

test('another crop has files of its own', async () => {
  await reopen();
  expect((await reopen({ cropSize: 120 })).again).toEqual(all);
  expect((await reopen()).again).toEqual([]);
});

test('damage to the cache is repaired', async () => {
  await reopen();
  const pixels = join(cache, 'crop148-000004.rgb');
  const bytes = await readFile(pixels);
  bytes[20_000]! ^= 1;
  await writeFile(pixels, bytes);
  expect(await reopen()).toEqual({ values: all, again: [5, 6, 7, 8] });
  await truncate(join(cache, 'crop148-000008.rgb'), 100);
  expect(await reopen()).toEqual({ values: all, again: [9, 10] });
  await rm(pixels);
  await writeFile(join(cache, 'crop148-000000.json'), '{ "key": 3');
  expect(await reopen()).toEqual({ values: all, again: [1, 2, 3, 4, 5, 6, 7, 8] });
  const record = join(cache, 'crop148-000008.json');
  const { problems, ...rest } = JSON.parse(await readFile(record, 'utf8')) as { problems: unknown };
  expect(problems).toEqual([]);
  await writeFile(record, JSON.stringify(rest));
  expect((await reopen()).again).toEqual([9, 10]);
});

test('files that shrink while they are open are noticed', async () => {
  const faces = await open();
  await truncate(join(cache, 'crop148-000000.rgb'), faceImageSize + 5);
  expect(look(faces, [0])).toEqual([1]);
  expect(() => look(faces, [1])).toThrow(/crop148-000000\.rgb: .*it has become shorter since it was opened/);
  faces.close();
});

test('unusable images are reported with their chunk, now and from the cache', async () => {
  await writeFile(join(directory, imageName(6)), Uint8Array.of(damaged));
  await writeFile(join(directory, imageName(4)), Uint8Array.of(wrongSize));
  const told: CachedProblem[][] = [];
  const onProblems = (problems: readonly CachedProblem[]) => told.push([...problems]);
  const expected = [
    { image: '000005.jpg', position: 4, kind: 'size', found: '1 × 1 pixels' },
    { image: '000007.jpg', position: 6, kind: 'damaged', found: 'broken' },
  ];
  expect((await reopen({ onProblems })).values).toEqual([1, 2, 3, 4, 0, 6, 0, 8, 9, 10]);
  expect((await reopen({ onProblems })).again).toEqual([]);
  expect(told).toEqual([expected, expected]);

  await rm(cache, { recursive: true });
  const refuse = () => {
    throw new Error('refused');
  };
  decoded = [];
  await expect(open({ onProblems: refuse })).rejects.toThrow('refused');
  expect(decoded).toHaveLength(8);
  // The chunk is in the cache all the same: someone who then accepts the loss does not wait for it again.
  expect((await reopen()).again).toEqual([9, 10]);
});

test('several calls may fill the same cache at once', async () => {
  const calls = await Promise.all([reopen(), reopen(), reopen({ needed: [Uint32Array.from(range(10))] })]);
  for (const { values } of calls) expect(values).toEqual(all);
  expect((await readdir(cache)).filter((name) => name.endsWith('.part'))).toEqual([]);
  expect((await reopen()).again).toEqual([]);
});

test('what killed processes left is cleared away after an hour', async () => {
  await reopen({ needed: [Uint32Array.of(0)], images: range(4).map(imageName) }).catch(() => {});
  for (const [name, age] of [
    ['old.part', 2],
    ['new.part', 0.5],
  ] as const) {
    await writeFile(join(cache, name), 'x');
    const time = Date.now() / 1000 - age * 3600;
    await utimes(join(cache, name), time, time);
  }
  await reopen();
  expect((await readdir(cache)).filter((name) => name.endsWith('.part'))).toEqual(['new.part']);
});

test('errors name the file', async () => {
  await writeFile(join(directory, 'file'), '');
  await expect(open({ cache: join(directory, 'file', 'cache') })).rejects.toThrow(
    /file\/cache: cache of decoded faces: expected a folder that can be written, found ENOTDIR.*option `cache`/,
  );
  const vanished = open({
    source: { folder: directory, images: new Set(['000003.jpg', imageName(0), 'x.jpg']) },
    images: ['x.jpg'],
    needed: [Uint32Array.of(0)],
  });
  await expect(vanished).rejects.toThrow(/x\.jpg: image: expected a readable file, found no such file/);
});
