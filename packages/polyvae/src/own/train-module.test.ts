import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { arraySource } from '@polyvae/datasets';
import { inFolder } from '@polyvae/jobs';
import { denseModality, mmjsd } from '@polyvae/models';
import { expect, test } from 'vitest';
import { folder, run } from '../../test/run-command.js';
import { defineTraining } from './define-training.js';

const here = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** Trains the module of test/ in a process of its own, since it imports the packages as they were built. */
async function train(out: string, ...options: string[]): Promise<Record<string, unknown>> {
  const argv = [here('bin/polyvae.js'), 'train', '--config', here('test/own.config.ts'), '--out', out];
  const { stdout } = await promisify(execFile)(process.execPath, [...argv, '--threads', '1', '--json', ...options]);
  return JSON.parse(stdout) as Record<string, unknown>;
}

test('a module trains its own modalities; stopped and continued it is the same', async () => {
  const [once, twice] = [path.join(folder(), 'once'), path.join(folder(), 'twice')];
  const [whole] = await Promise.all([train(once), train(twice, '--epochs', '1')]);
  const continued = await train(twice, '--resume');
  expect(whole).toMatchObject({ epochs: 2, steps: 8, model: path.join(once, 'model') });
  expect(continued.terms).toEqual(whole.terms);
  expect(continued.validation).toEqual(whole.validation);
  const weights = (directory: string): Buffer => readFileSync(path.join(directory, 'model', 'model.safetensors'));
  expect(weights(twice).equals(weights(once))).toBe(true);
  expect(readFileSync(path.join(once, 'model', 'README.md'), 'utf8')).toContain('points on a circle');

  for (const [argv, message] of [
    [['train', '--config', here('test/own.config.ts'), '--out', once], 'holds a training already'],
    [
      ['train', '--config', here('test/own.config.ts'), '--out', once, '--resume', '--seed', '2'],
      'seed is 1 there, 2 asked',
    ],
    [['train', '--out', once], 'holds a training of your own modalities'],
    [['evaluate', '--run', once], 'holds a training of your own modalities'],
  ] as const) {
    const { code, log } = await run(...argv, '--backend', 'onnx');
    expect(log).toContain(message);
    expect(code).toBe(2);
  }
}, 120_000);

test('one process at a time trains in a folder', async () => {
  const out = path.join(folder(), 'run');
  await inFolder(out, {}, async () => {
    await expect(train(out)).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`${out} is in use: process ${process.pid} on`) as string,
    });
  });
  expect(existsSync(out)).toBe(false);
}, 120_000);

test.each([
  ['export const x = 1;', 'expected the default export to be a training, found none', 'defineTraining'],
  ['export default 3;', 'expected the default export to be a training, found number', 'defineTraining'],
  ['export default { model() {} };', 'data: expected a function, found none', 'data: ({ rng }) =>'],
  ['export default { data() {}, model() {}, epoch: 3 };', "unknown option 'epoch'", 'epochs'],
  ['export default {', 'Cannot load', 'as a module by itself'],
  ["import 'no-such-package';", 'no-such-package', 'npm install @polyvae/models'],
  [
    'export default { data() {}, model() {}, batchSize: 3 };',
    'epochs: expected an integer of at least 1',
    'defineTraining',
  ],
  ['export default { data() {}, model() {}, epochs: 0, batchSize: 3 };', 'epochs: expected an integer', 'found 0'],
  ['export default { data() {}, model() {}, epochs: 1, batchSize: 3 };', 'model: expected a model', 'Return it'],
])('a module that is no training: %s', async (text, what, advice) => {
  const file = path.join(folder(), 'my.config.ts');
  writeFileSync(file, text);
  const out = path.join(folder(), 'out');
  const { code, log } = await run('train', '--config', file, '--out', out, '--backend', 'onnx');
  expect(existsSync(out)).toBe(false);
  expect(log).toContain(what);
  expect(log).toContain(advice);
  expect(code).toBe(2);
});

test('options of experiments, and files that are not there', async () => {
  const file = path.join(folder(), 'my.config.ts');
  const absent = await run('train', '--config', file);
  expect(absent.log).toContain(`Cannot read ${file}: there is no such file`);
  const other = await run('train', '--config', file, '--data', 'synthetic');
  expect(other.log).toContain('--data is for the experiments of the paper');
  expect([absent.code, other.code]).toEqual([2, 2]);
});

test('what the training refuses leaves no folder', async () => {
  const out = path.join(folder(), 'out');
  await expect(train(out, '--batch', '1000')).rejects.toThrow(/batchSize \}\): 1000 is larger than the data/);
  expect(existsSync(out)).toBe(false);
}, 120_000);

test('data must have the modalities of the model', () => {
  const definition = defineTraining({
    epochs: 1,
    batchSize: 1,
    // @ts-expect-error: the model has no such modality.
    data: () => arraySource({ plaze: [[1]] }),
    model: ({ rng }) => mmjsd({ modalities: { place: denseModality({ shape: 1 }) }, latent: { shared: 1 }, rng }),
  });
  expect(definition.epochs).toBe(1);
});
