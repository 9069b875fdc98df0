import { appendFileSync, cpSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { folder, run, tiny } from '../test/run-command.js';

vi.setConfig({ testTimeout: 120_000 });

const train = (out: string, ...more: string[]) => run('train', ...tiny, '--out', out, ...more);
const paper = ['--recipe', 'paper'] as const;

describe('a training that has ended', () => {
  const out = path.join(folder(), 'run');
  const log = path.join(out, 'log.jsonl');
  const weightsOf = (directory: string): Buffer => readFileSync(path.join(directory, 'weights.safetensors'));

  beforeAll(async () => {
    expect(await train(out, ...paper, '--epochs', '1')).toMatchObject({ code: 0 });
  }, 120_000);

  /** A copy to be damaged. */
  function copied(): string {
    const copy = path.join(folder(), 'run');
    cpSync(out, copy, { recursive: true });
    return copy;
  }

  test('is made longer, as if it had been so long from the beginning', async () => {
    const [longer, whole] = [copied(), path.join(folder(), 'run')];
    expect(await train(longer, ...paper, '--resume', '--epochs', '2')).toMatchObject({ code: 0 });
    expect(await train(whole, ...paper, '--epochs', '2')).toMatchObject({ code: 0 });
    expect(weightsOf(longer).equals(weightsOf(whole))).toBe(true);
    expect(weightsOf(longer).equals(weightsOf(out))).toBe(false);
    // Again in its new length.
    expect(await train(longer, ...paper, '--resume', '--epochs', '2')).toMatchObject({ code: 0 });
    const shorter = await train(longer, ...paper, '--resume', '--epochs', '1');
    expect(shorter.code).toBe(2);
    expect(shorter.log).toContain('schedule.epochs: 2 there, 1 asked');
  });

  test('is not made longer where what is done in an epoch depends on their number', async () => {
    const cooling = path.join(folder(), 'run');
    expect(await train(cooling, '--recipe', 'fast', '--epochs', '1')).toMatchObject({ code: 0 });
    const { code, log: said } = await train(cooling, '--recipe', 'fast', '--resume', '--epochs', '2');
    expect(code).toBe(2);
    expect(said).toContain('cannot be made longer as it is: train anew with another --out');
  });

  test.each<[string, (file: string) => void, RegExp]>([
    [
      'empty',
      (file) => writeFileSync(file, ''),
      /has 0 steps and 0 epochs of the 1 and 1 before .*checkpoint-00000001/,
    ],
    ['cut off', (file) => truncateSync(file, readFileSync(file).length - 5), /has 1 steps and 0 epochs of the 1 and 1/],
    ['missing', (file) => rmSync(file), /could not read the run log/],
    [
      'another file',
      (file) => writeFileSync(file, 'hello\n'),
      /line 1: expected a JSON entry of a run log, found "hello"/,
    ],
    [
      'without terms',
      (file) => appendFileSync(file, '{"kind":"epoch","step":9,"epoch":9}\n'),
      /line 3: expected a JSON/,
    ],
  ])('is not continued with a log that is %s', async (_, damage, message) => {
    const copy = copied();
    damage(path.join(copy, 'log.jsonl'));
    const { code, log: said } = await train(copy, ...paper, '--resume', '--epochs', '1');
    expect(said).toMatch(message);
    expect(said).toContain('Put the whole log back, or train anew with another --out.');
    expect(code).toBe(2);
    expect(existsSync(path.join(copy, 'checkpoints.1'))).toBe(false);
    expect(existsSync(log)).toBe(true);
  });
});

test('a training whose loss was not finite before its first checkpoint leaves its folder free', async () => {
  const out = path.join(folder(), 'run');
  const broken = await train(out, '--learning-rate', '1e30');
  expect(broken.log).toMatch(/is not finite .* no checkpoint was saved/);
  expect(broken.code).toBe(1);
  expect(await train(out, '--resume', '--learning-rate', '1e-3')).toMatchObject({ code: 0 });
  const there = await train(out);
  expect(there.log).toContain('holds a training already');
  expect(there.code).toBe(2);
});
