import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { toyData, toyModel } from '../../test/toy-model.js';
import { fit, memoryCheckpoints, TrainingAborted } from '../index.js';
import { abortOnSignals, type SignalAbort } from '../node.js';

let abort: SignalAbort | undefined;
afterEach(() => {
  abort?.stop();
  vi.restoreAllMocks();
});

describe.each(['SIGINT', 'SIGTERM'] as const)('%s', (name) => {
  test('a real one, in the midst of work that never waits: saves, then ends the run', async () => {
    await tf.setBackend('cpu');
    const heard: string[] = [];
    abort = abortOnSignals((signal) => heard.push(signal));
    const model = toyModel();
    const run = fit(model, toyData(64), {
      // Long enough for a signal, short enough to end by itself if none is let in.
      epochs: 40,
      batchSize: 4,
      rng: Rng.fromSeed(1),
      checkpoints: memoryCheckpoints(),
      signal: abort.signal,
      onStep: ({ step }) => {
        if (step === 5) process.kill(process.pid, name);
      },
    });
    const failure = await run.last().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TrainingAborted);
    const { step, message, checkpoint, cause } = failure as TrainingAborted;
    expect(step).toBeGreaterThanOrEqual(5);
    expect(checkpoint).toBe(`memory (step ${step})`);
    expect(message).toMatch(/stopped after step \d+: saved as memory .*; run it again to continue/);
    expect(cause).toMatchObject({ message: `stopped by ${name}` });
    expect(heard).toEqual([name]);
    model.dispose();
  });

  test('a second one ends the process; without listening nothing is caught', () => {
    const exit = vi.spyOn(process, 'exit').mockImplementation((code) => {
      throw new Error(`exit ${code}`);
    });
    const listeners = process.listenerCount(name);
    const heard: string[] = [];
    abort = abortOnSignals((signal) => heard.push(signal));
    process.emit(name, name);
    expect(abort.signal.aborted).toBe(true);
    expect(exit).not.toHaveBeenCalled();
    expect(() => process.emit(name, name)).toThrow(`exit ${name === 'SIGINT' ? 130 : 143}`);
    expect(heard).toEqual([name]);
    abort.stop();
    expect(process.listenerCount(name)).toBe(listeners);
  });
});
