import { expect, test } from 'vitest';
import type { StepEvent } from '../index.js';
import { consoleProgress, formatSeconds } from '../node.js';

function stream(isTTY: boolean): { isTTY: boolean; columns: number; text: string; write(text: string): void } {
  return {
    isTTY,
    columns: 60,
    text: '',
    write(text) {
      this.text += text;
    },
  };
}

const event = (step: number): StepEvent => ({
  step,
  totalSteps: 20,
  epoch: Math.floor((step - 1) / 10),
  epochs: 2,
  terms: { loss: 1.23456, reconstruction: { mnist: 200 } },
  stepsPerSecond: step > 1 ? 4.567 : undefined,
  secondsLeft: step > 1 ? (20 - step) / 4.567 : undefined,
});
const result = { index: 0, step: 10, terms: { loss: 1 }, validation: { loss: 2 }, seconds: 125 };

test('a plain log gets whole lines, few of them', () => {
  const out = stream(false);
  const progress = consoleProgress({ stream: out, label: 'mmjsd' });
  for (let step = 1; step <= 10; step++) progress.step(event(step));
  progress.epoch(result);
  for (let step = 11; step <= 20; step++) progress.step(event(step));
  progress.end();
  expect(out.text).toBe(
    'mmjsd  epoch 1/2 done in 2m05s  step 10  2s left  loss 1.000  held-out loss 2.000\n' +
      'mmjsd  epoch 2/2  step 20/20  4.57 steps/s, 0s left  loss 1.235  reconstruction.mnist 200.0\n',
  );
});

test('with no interval a plain log gets a line a step', () => {
  const out = stream(false);
  const progress = consoleProgress({ stream: out, intervalSeconds: 0 });
  for (let step = 1; step <= 3; step++) progress.step(event(step));
  expect(out.text.split('\n')).toHaveLength(4);
  expect(out.text).toMatch(/^epoch 1\/2 {2}step 1\/20 {2}loss 1.235 {2}reconstruction.mnist 200.0\n/);
});

test('a terminal gets one line that is rewritten and never wraps', () => {
  const out = stream(true);
  const progress = consoleProgress({ stream: out });
  progress.step(event(20));
  expect(out.text.startsWith('\r\x1b[K')).toBe(true);
  expect(out.text).not.toContain('\n');
  expect(out.text.slice(4)).toHaveLength(59);
  progress.epoch(result);
  progress.end();
  expect(out.text.slice(63)).toMatch(/^\r.\[Kepoch 1\/2 done .*\n$/);
});

test.each([
  [0.4, '0s'],
  [59.4, '59s'],
  [185, '3m05s'],
  [7620, '2h07m'],
])('formatSeconds(%f)', (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});
