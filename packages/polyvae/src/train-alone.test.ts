import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inFolder } from '@polyvae/jobs';
import { beforeAll, expect, test } from 'vitest';
import { folder, run, tiny } from '../test/run-command.js';

const out = path.join(folder(), 'run');
const train = (...options: string[]): ReturnType<typeof run> => run('train', ...tiny, '--out', out, ...options);
const weights = path.join(out, 'weights.safetensors');

beforeAll(async () => {
  expect(await train()).toMatchObject({ code: 0 });
}, 120_000);

test('one process at a time trains in a folder; the other is told who does, and nothing is left behind', async () => {
  await inFolder(out, {}, async () => {
    const { code, log } = await train('--resume');
    expect(code).toBe(2);
    expect(log).toContain(`${out} is in use: process ${process.pid} on`);
    expect(log).toContain('Wait until it has ended, or choose another --out.');
  });
  expect(readdirSync(out).toSorted()).toEqual([
    'checkpoints',
    'log.jsonl',
    'record.json',
    'run.json',
    'weights.safetensors',
  ]);
});

test('a refused training touches nothing of the one that is there', async () => {
  const names = ['record.json', 'run.json', 'weights.safetensors'];
  const kept = (): string[] => names.map((name) => readFileSync(path.join(out, name), 'latin1'));
  const before = kept();
  const { code, log } = await train('--resume', '--seed', '9');
  expect(code).toBe(2);
  expect(log).toContain('holds another training: seed: 1 there, 9 asked');
  expect(kept()).toEqual(before);
}, 120_000);

test('damaged weights are not evaluated, and written again', async () => {
  const sound = readFileSync(weights);
  const bytes = Buffer.from(sound);
  bytes[bytes.length - 5]! ^= 1;
  writeFileSync(weights, bytes);
  const evaluated = await run('evaluate', '--run', out, '--backend', 'onnx', '--probe-train-size', '40');
  expect(evaluated).toMatchObject({ code: 2, out: '' });
  expect(evaluated.log).toContain(`${weights} is damaged`);
  const { code, log } = await train('--resume');
  expect(log).toContain('weights.safetensors is not what was written (its SHA-256 differs); writing it again');
  expect(code).toBe(0);
  expect(readFileSync(weights).equals(sound)).toBe(true);
  truncateSync(weights, 0);
  expect((await train('--resume')).log).toMatch(/weights\.safetensors has 0 bytes instead of \d+; writing it again/);
  expect(readFileSync(weights).equals(sound)).toBe(true);
}, 120_000);

test('a description that was changed is named', async () => {
  const file = path.join(out, 'run.json');
  const sound = readFileSync(file, 'utf8');
  writeFileSync(file, sound.replace('"beta": 5', '"beta": 6').replace('"seed": 1', '"seed": 2'));
  const { code, log } = await train('--resume');
  expect(code).toBe(2);
  expect(log).toContain(`${file} is damaged: run.json is not what was written`);
  writeFileSync(file, sound);
  expect((await train('--resume')).code).toBe(0);
}, 120_000);
