import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { JobProgress } from '@polyvae/jobs';
import { Rng } from '@polyvae/random';
import type { Trainable } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { newFolder } from '../../../../scripts/temporary-folder.js';
import { trainInFolder } from './train-in-folder.js';

beforeAll(() => tf.setBackend('cpu'));

/** Trains one weight in a folder; gives the weight, the epochs in the log, and what was told. */
async function train(directory: string, epochs: number): Promise<{ weight: number; logged: number; notes: string[] }> {
  const weight = tf.variable(tf.scalar(1));
  const model: Trainable<tf.Tensor1D> = {
    variables: { weight },
    loss: (batch) => ({ loss: tf.mean(tf.square(tf.sub(batch, weight))), terms: {} }),
  };
  const data = { size: 4, get: (indices: Uint32Array) => tf.tensor1d(Float32Array.from(indices)) };
  const notes: string[] = [];
  const options = { epochs, batchSize: 2, rng: Rng.fromSeed(3), learningRate: 0.1, note: () => '' };
  const onProgress = ({ note }: JobProgress): void => void (note !== '' && notes.push(note));
  const context = { directory, needs: [], signal: new AbortController().signal, onProgress };
  const { epochs: logged } = await trainInFolder(model, data, options, context);
  const [value] = await weight.data();
  weight.dispose();
  return { weight: value!, logged: logged.length, notes };
}

test.each([
  ['lost', (log: string) => rm(log)],
  ['no log', (log: string) => writeFile(log, 'dear diary\n')],
])('a training whose log is %s begins anew, and says so', async (_, damage) => {
  const whole = await train(newFolder(), 3);
  expect(whole).toMatchObject({ logged: 3, notes: [] });
  const directory = newFolder();
  await train(directory, 2);
  expect(await train(directory, 3)).toEqual(whole);
  await damage(path.join(directory, 'log.jsonl'));
  expect(await train(directory, 3)).toEqual({ ...whole, notes: ['lines of its log were lost: training anew'] });
  expect(await readdir(directory)).toContain('checkpoints.1');
});

const checkpointIn = async (directory: string): Promise<string> => {
  const [name] = await readdir(path.join(directory, 'checkpoints'));
  return path.join(directory, 'checkpoints', name!);
};

test.each([
  ['shortened', (bytes: Buffer) => bytes.subarray(0, -3)],
  ['empty', () => Buffer.alloc(0)],
  ['another file', () => Buffer.from('x'.repeat(500))],
  [
    'not what it was',
    (bytes: Buffer) =>
      Buffer.from(
        bytes.toString('latin1').replace('"version', '"versiom').replace('version\\"', 'versiom\\"'),
        'latin1',
      ),
  ],
])('a training whose checkpoint is %s begins anew, and says so', async (_, damage) => {
  const whole = await train(newFolder(), 3);
  const directory = newFolder();
  await train(directory, 2);
  const file = await checkpointIn(directory);
  await writeFile(file, damage(await readFile(file)));
  expect(await train(directory, 3)).toEqual({ ...whole, notes: ['its checkpoint is damaged: training anew'] });
});

test('a checkpoint of another version or of other settings is refused, and kept', async () => {
  for (const [then, now] of [
    ['\\"version\\":1', '\\"version\\":9'],
    ['\\"batchSize\\":', '\\"batchSizf\\":'],
  ]) {
    const directory = newFolder();
    await train(directory, 2);
    const file = await checkpointIn(directory);
    const text = (await readFile(file)).toString('latin1');
    expect(text).toContain(then);
    await writeFile(file, Buffer.from(text.replace(then!, now!), 'latin1'));
    await expect(train(directory, 3)).rejects.toThrow(/another (version|run)/);
    expect(await checkpointIn(directory)).toBe(file);
  }
});
