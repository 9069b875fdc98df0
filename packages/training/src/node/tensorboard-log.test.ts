import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { logToAll, memoryLog } from '../index.js';
import { crc32c, encodeEvent, type TensorBoardEvent } from './tensorboard-events.js';
import { tensorBoardLog } from './tensorboard-log.js';
import { pictureOf } from './tensorboard-picture.js';

const folder = (): string => mkdtempSync(join(tmpdir(), 'polyvae-'));

test('checksums are CRC-32C (RFC 3720, B.4)', () => {
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
});

/** Written by TensorBoard 2.21's own `RecordWriter`, of its protocol's events at second 1.5. */
const reference: readonly (readonly [TensorBoardEvent, string])[] = [
  [{ kind: 'version' }, '1800000000000000a37f4b2209000000000000f83f1a0d627261696e2e4576656e743a322a28646c'],
  [{ kind: 'start', step: 300 }, '100000000000000095fbfe1809000000000000f83f10ac023a020801713b788a'],
  [
    {
      kind: 'scalars',
      step: 7,
      values: [
        ['step/loss', 0.25],
        ['step/a', -3],
      ],
    },
    '2e00000000000000c5cb57fa09000000000000f83f10072a210a100a09737465702f6c6f7373150000803e0a0d0a06737465702f6115000040c0931db06a',
  ],
  [
    {
      kind: 'images',
      step: 7,
      values: [['images/a', { width: 2, height: 1, channels: 3, png: Uint8Array.of(1, 2) }]],
    },
    '2500000000000000eabc36f309000000000000f83f10072a180a160a08696d616765732f61220a08011002180322020102608b8742',
  ],
];

test.each(reference)('%j has the bytes that TensorBoard writes', (event, bytes) => {
  expect(Buffer.from(encodeEvent(event, 1.5)).toString('hex')).toBe(bytes);
});

/** Lengths of a file's records, each checked against what follows. */
function records(path: string): number[] {
  const bytes = readFileSync(path);
  const lengths: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(at));
    lengths.push(length);
    at += 8 + 4 + length + 4;
    expect(at).toBeLessThanOrEqual(bytes.length);
  }
  return lengths;
}

test('a run is one file; a run that continues has its own, which takes back later steps', async () => {
  const path = join(folder(), 'logs', 'run');
  const log = logToAll(tensorBoardLog(path), memoryLog());
  await log.open({ step: 0, epoch: 0 });
  await log.append({ kind: 'step', step: 1, epoch: 0, terms: { loss: 2, reconstruction: { a: 1 } }, gradientNorm: 3 });
  await log.append({ kind: 'epoch', step: 1, epoch: 0, terms: { loss: 2 }, validation: { loss: 3 }, seconds: 1 });
  await log.close();
  const [first] = readdirSync(path);
  expect(first).toMatch(/^events\.out\.tfevents\.\d+\.\d+\.polyvae$/);
  expect(records(join(path, first!))).toHaveLength(3);
  const text = readFileSync(join(path, first!), 'latin1');
  for (const tag of ['step/loss', 'step/reconstruction/a', 'step/gradientNorm', 'epoch/loss', 'validation/loss']) {
    expect(text).toContain(tag);
  }
  await new Promise((resolve) => setTimeout(resolve, 2));
  await log.open({ step: 1, epoch: 1 });
  await log.close();
  const second = readdirSync(path).find((name) => name !== first);
  expect(records(join(path, second!))).toHaveLength(2);
});

test('images stand in a grid, cut off at black and white', async () => {
  await tf.setBackend('cpu');
  const three = tf.tidy(() => tf.stack([tf.fill([1, 2, 1], -3), tf.fill([1, 2, 1], 0.2), tf.fill([1, 2, 1], 7)]));
  const { width, height, channels, png } = await pictureOf('a', three);
  expect([width, height, channels]).toEqual([4, 2, 1]);
  expect([...decode(png).data]).toEqual([0, 0, 51, 51, 255, 255, 0, 0]);
  expect(await pictureOf('b', tf.ones([2, 3, 3]))).toMatchObject({ width: 3, height: 2, channels: 3 });
  const message = "image 'c': expected shape [images, height, width, 1 or 3], found [2, 3, 2]";
  await expect(pictureOf('c', tf.ones([2, 3, 2]))).rejects.toThrow(message);
});

test('images are written after the epochs that are chosen, and disposed', async () => {
  await tf.setBackend('cpu');
  const path = join(folder(), 'run');
  const before = tf.memory().numTensors;
  const asked: number[] = [];
  const log = tensorBoardLog(path, {
    images: {
      when: (epoch) => epoch % 2 === 1,
      make: (epoch) => {
        asked.push(epoch);
        return { digit: tf.zeros([4, 3, 2, 1]) };
      },
    },
  });
  await log.open({ step: 0, epoch: 0 });
  for (const epoch of [0, 1, 2]) {
    await log.append({ kind: 'epoch', step: epoch + 1, epoch, terms: { loss: 2 }, seconds: 1 });
  }
  await log.close();
  expect(asked).toEqual([1]);
  expect(tf.memory().numTensors).toBe(before);
  const [file] = readdirSync(path);
  expect(records(join(path, file!))).toHaveLength(5);
  expect(readFileSync(join(path, file!), 'latin1')).toContain('images/digit');
  expect(() => tensorBoardLog(path, { image: {} } as object)).toThrow("unknown option 'image'");
});

test('a folder that cannot be made is named', async () => {
  const file = join(folder(), 'file');
  writeFileSync(file, '');
  await expect(tensorBoardLog(join(file, 'run')).open({ step: 0, epoch: 0 })).rejects.toThrow('could not write');
});
