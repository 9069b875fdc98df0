import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { newFolder } from '../../../../scripts/temporary-folder.js';
import { snapshot, toyData, toyModel } from '../../test/toy-model.js';
import { CheckpointError, type FitOptions, fit, SafetensorsError, type StepEvent } from '../index.js';
import { fileCheckpoints, fileLog, readLog, WriteError, writeFileAtomic } from '../node.js';
import { temporaryName } from './temporary-name.js';

let folder: string;
beforeEach(async () => {
  await tf.setBackend('cpu');
  folder = newFolder();
});

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('the store', () => {
  test('is empty at first, then gives the newest back; older ones go', async () => {
    const store = fileCheckpoints(join(folder, 'deep', 'down'));
    expect(await store.latest()).toBeUndefined();
    const path = await store.save(bytes(1, 2), 5);
    expect(path).toBe(join(folder, 'deep', 'down', 'checkpoint-00000005.safetensors'));
    await store.save(bytes(3), 123_456_789);
    const latest = await store.latest();
    expect([...latest!.bytes]).toEqual([3]);
    expect(await readdir(join(folder, 'deep', 'down'))).toEqual(['checkpoint-123456789.safetensors']);
  });

  test('what a writer left that was killed on this machine goes with the next save', async () => {
    const store = fileCheckpoints(folder);
    const { pid } = spawnSync(process.execPath, ['--version']);
    const own = temporaryName(join(folder, 'checkpoint-00000001.safetensors'));
    const dead = own.replace(`-${process.pid}-`, `-${pid}-`);
    for (const name of [own, dead]) await writeFile(name, '');
    await store.save(bytes(2), 2);
    expect((await readdir(folder)).sort()).toEqual([basename(own), 'checkpoint-00000002.safetensors']);
    const left = join(folder, basename(dead).replace('checkpoint-00000001.safetensors', 'weights'));
    await writeFile(left, '');
    await writeFileAtomic(join(folder, 'weights'), bytes(1));
    expect(await readdir(folder)).not.toContain(basename(left));
  });

  test('keeps as many as it is told, and leaves other files alone', async () => {
    const store = fileCheckpoints(folder, { keep: 2 });
    await writeFile(join(folder, 'notes.txt'), 'mine');
    const running = 'checkpoint-00000001.safetensors.e0-1.tmp';
    for (const name of [running, 'checkpoint-00000001.safetensors.e0-2.tmp', 'checkpoint-00000001.safetensors.tmp']) {
      await writeFile(join(folder, name), 'left by a crash, or being written by another run');
      if (name !== running) await utimes(join(folder, name), 0, 0);
    }
    for (const step of [1, 2, 3]) await store.save(bytes(step), step);
    expect((await readdir(folder)).sort()).toEqual([
      running,
      'checkpoint-00000002.safetensors',
      'checkpoint-00000003.safetensors',
      'notes.txt',
    ]);
  });

  test('refuses options that make no sense', () => {
    expect(() => fileCheckpoints(folder, { keep: 0 })).toThrow(/keep.*integer ≥ 1, found 0/);
    expect(() => fileCheckpoints(folder, { kep: 1 } as never)).toThrow(/unknown option 'kep'/);
  });
});

describe('a failed write loses nothing', () => {
  test('full disk: the last checkpoint stays and training says so', async () => {
    const model = toyModel();
    const options = { batchSize: 4, rng: Rng.fromSeed(1) };
    const checkpoints = fileCheckpoints(folder);
    await fit(model, toyData(8), { ...options, epochs: 1, checkpoints }).last();
    const good = await readFile(join(folder, 'checkpoint-00000002.safetensors'));
    const before = tf.memory().numTensors;
    const handle = await open(join(folder, 'checkpoint-00000002.safetensors'));
    await handle.close();
    const full = vi
      .spyOn(Object.getPrototypeOf(handle), 'sync')
      .mockRejectedValue(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }));
    const failure = await fit(model, toyData(8), { ...options, epochs: 2, checkpoints })
      .next()
      .catch((error: unknown) => error);
    full.mockRestore();
    expect(failure).toBeInstanceOf(WriteError);
    expect((failure as Error).message).toMatch(
      /could not write .*checkpoint-00000004.safetensors \(\d+ bytes\): the disk is full; free some space; what was there before is unchanged/,
    );
    expect(tf.memory().numTensors).toBe(before);
    expect(await readdir(folder)).toEqual(['checkpoint-00000002.safetensors']);
    expect(await readFile(join(folder, 'checkpoint-00000002.safetensors'))).toEqual(good);
    // With space again, the run goes on.
    for await (const { step } of fit(model, toyData(8), { ...options, epochs: 2, checkpoints })) expect(step).toBe(4);
    model.dispose();
  });

  // Writing to /dev/full fails with ENOSPC for real.
  test.runIf(existsSync('/dev/full'))('full disk under the log', async () => {
    const path = join(folder, 'log.jsonl');
    await symlink('/dev/full', path);
    const model = toyModel();
    const run = fit(model, toyData(8), { epochs: 1, batchSize: 4, rng: Rng.fromSeed(1), log: fileLog(path) });
    await expect(run.next()).rejects.toThrow(/could not write .*log.jsonl .*the disk is full/);
    model.dispose();
  });

  test('many writers of one file at once: all succeed, and every read finds one whole content', async () => {
    const path = join(folder, 'x');
    await writeFileAtomic(path, new Uint8Array(1000));
    const writes = Promise.all(
      Array.from({ length: 40 }, (_, i) => writeFileAtomic(path, new Uint8Array(1000).fill(i))),
    );
    const reads = Array.from({ length: 40 }, async () => {
      const found = await readFile(path);
      return found.length === 1000 && found.every((byte) => byte === found[0]);
    });
    expect(await Promise.all(reads)).not.toContain(false);
    await writes;
    expect(await readdir(folder)).toEqual(['x']);
  });

  test('a folder is in the way', async () => {
    await mkdir(join(folder, 'x', 'y'), { recursive: true });
    await expect(writeFileAtomic(join(folder, 'x'), bytes(1))).rejects.toThrow(WriteError);
    expect(await readdir(folder)).toEqual(['x']);
    await expect(writeFileAtomic(join(folder, 'no', 'x'), bytes(1))).rejects.toThrow(/folder does not exist/);
    await writeFile(join(folder, 'file'), '');
    await expect(fileCheckpoints(join(folder, 'file')).save(bytes(1), 1)).rejects.toThrow(WriteError);
    await expect(fileCheckpoints(join(folder, 'file')).latest()).rejects.toThrow(CheckpointError);
  });
});

describe('resume from files', () => {
  const data = toyData(20);
  const base = (): FitOptions<never> => ({ epochs: 3, batchSize: 4, rng: Rng.fromSeed(3) });

  test('equals an uninterrupted run bit for bit, log included', async () => {
    const whole = toyModel();
    await fit(whole, data, { ...base(), log: fileLog(join(folder, 'whole.jsonl')) }).last();

    const path = join(folder, 'run', 'log.jsonl');
    const checkpoints = fileCheckpoints(join(folder, 'run'));
    // Dies in step 9, two steps after the last save, with a line half written.
    const dying = toyModel();
    const onStep = ({ step }: StepEvent): void => {
      if (step === 9) throw new Error('power cut');
    };
    const options = { ...base(), checkpoints, checkpointEvery: 7 };
    await expect(fit(dying, data, { ...options, log: fileLog(path), onStep }).last()).rejects.toThrow('power cut');
    await writeFile(path, '{"kind":"step","st', { flag: 'a' });
    expect(readLog(path).at(-1)).toMatchObject({ step: 9 });

    const resumed = toyModel({ seed: 99 });
    await fit(resumed, data, { ...options, log: fileLog(path) }).last();
    expect(snapshot(resumed)).toEqual(snapshot(whole));
    const text = async (file: string): Promise<string> =>
      (await readFile(file, 'utf8')).replace(/"seconds":[^}]*/g, '');
    expect(await text(path)).toBe(await text(join(folder, 'whole.jsonl')));
    expect(readLog(path).filter(({ kind }) => kind === 'step')).toHaveLength(15);
    for (const model of [whole, dying, resumed]) model.dispose();
  });

  test('a damaged checkpoint is named and nothing changes', async () => {
    const checkpoints = fileCheckpoints(folder);
    const model = toyModel();
    await fit(model, data, { ...base(), epochs: 1, checkpoints }).last();
    const path = join(folder, 'checkpoint-00000005.safetensors');
    await writeFile(path, (await readFile(path)).subarray(0, -5));
    const before = snapshot(model);
    const failure = await fit(model, data, { ...base(), checkpoints })
      .next()
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SafetensorsError);
    expect((failure as Error).message).toContain(`${path}: not a valid safetensors file`);
    expect((failure as Error).message).toContain('truncated');
    expect(snapshot(model)).toEqual(before);
    model.dispose();
  });
});
