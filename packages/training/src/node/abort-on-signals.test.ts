import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { afterEach, expect, test, vi } from 'vitest';
import { toyData, toyModel } from '../../test/toy-model.js';
import { fit, memoryCheckpoints, TrainingAborted } from '../index.js';
import { abortOnSignals } from '../node.js';

afterEach(() => {
  vi.restoreAllMocks();
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s saves, then ends the run; a second one ends the process',
  async (name) => {
    await tf.setBackend('cpu');
    const exit = vi.spyOn(process, 'exit').mockImplementation((code) => {
      throw new Error(`exit ${code}`);
    });
    const heard: string[] = [];
    const listeners = process.listenerCount(name);
    const abort = abortOnSignals((signal) => heard.push(signal));
    const checkpoints = memoryCheckpoints();
    const model = toyModel();
    const run = fit(model, toyData(64), {
      // Far more than can be done: only the signal ends it.
      epochs: 1_000_000,
      batchSize: 4,
      rng: Rng.fromSeed(1),
      checkpoints,
      signal: abort.signal,
      onStep: ({ step }) => {
        // A real signal, in the midst of work that never waits for anything.
        if (step === 5) process.kill(process.pid, name);
      },
    });
    const failure = await (async () => {
      for await (const _ of run);
    })().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TrainingAborted);
    const { step, message, checkpoint } = failure as TrainingAborted;
    expect(step).toBeGreaterThanOrEqual(5);
    expect(checkpoint).toBe(`memory (step ${step})`);
    expect(message).toMatch(/stopped after step \d+: saved as memory .*; run it again to continue/);
    expect((failure as Error).cause).toMatchObject({ message: `stopped by ${name}` });
    expect(heard).toEqual([name]);
    expect(exit).not.toHaveBeenCalled();

    process.emit(name, name);
    expect(exit).toHaveBeenCalledWith(name === 'SIGINT' ? 130 : 143);
    expect(heard).toEqual([name]);
    abort.stop();
    expect(process.listenerCount(name)).toBe(listeners);
    model.dispose();
  },
);
