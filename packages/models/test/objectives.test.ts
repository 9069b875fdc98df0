import {
  type Batch,
  type Beta,
  type MmjsdOptions,
  type MultimodalVae,
  mmjsdObjective,
  mmvaeObjective,
  mvaeObjective,
  type NoiseRequest,
  type Objective,
  type ObjectiveContext,
  type Terms,
  warmUpBeta,
} from '@polyvae/models';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { tidyTests } from '../../../scripts/tidy-tests.js';
import { type Key, keysOf, smallBatch, smallModel } from './small-model.js';

tidyTests(tf.engine());

/** Every row takes the first modality that it has, so that results do not hang on the batch it is in. */
const firstPresent = {
  assignment: ({ size, observations }: { size: number; observations: readonly { rows?: Uint8Array | undefined }[] }) =>
    Array.from({ length: size }, (_, row) => observations.findIndex(({ rows }) => !rows || rows[row] === 1)),
};

const objectives: Readonly<Record<string, Objective>> = {
  mvae: mvaeObjective({ beta: 2 }),
  mmvae: mmvaeObjective({ beta: 2, ...firstPresent }),
  mmjsd: mmjsdObjective({ beta: 2, ...firstPresent }),
  'mmvae, every component': mmvaeObjective({ beta: 2, ...firstPresent, everyComponent: ['a'] }),
  'mmjsd, every component': mmjsdObjective({ beta: 2, ...firstPresent, everyComponent: ['a'] }),
  'mmjsd with p_MoE': mmjsdObjective({ beta: 2, dynamicPrior: 'moe', samples: 3, ...firstPresent }),
  'mmvae by IWAE': mmvaeObjective({ objective: 'iwae', samples: 4, chunk: 3 }),
  'mmvae by DReG, Laplace posteriors': mmvaeObjective({
    objective: 'dreg',
    samples: 4,
    chunk: 4,
    posterior: 'laplace',
  }),
};

const noNoise = ({ shape }: NoiseRequest): tf.Tensor => tf.zeros([...shape]);

function context(options: Partial<ObjectiveContext> = {}): ObjectiveContext {
  return { rng: Rng.fromSeed(1), training: true, step: 0, epoch: 0, ...options };
}

function lossOf(model: MultimodalVae<Key>, batch: Batch<Key>, options: Partial<ObjectiveContext> = {}): number {
  return tf.tidy(() => model.loss(batch, context(options)).loss.dataSync()[0]!);
}

function gradientsOf(
  model: MultimodalVae<Key>,
  batch: Batch<Key>,
  options: Partial<ObjectiveContext> = {},
): number[][] {
  return tf.tidy(() => {
    const variables = Object.values(model.variables);
    const { grads } = tf.variableGrads(() => model.loss(batch, context(options)).loss, variables);
    return variables.map(({ name, size }) => [...(grads[name]?.dataSync() ?? new Float32Array(size))]);
  });
}

function read(terms: object): unknown {
  return Object.fromEntries(
    Object.entries(terms as Terms).map(([key, value]) => [
      key,
      value instanceof tf.Tensor ? value.dataSync()[0]! : read(value),
    ]),
  );
}

function termsOf(model: MultimodalVae<Key>, batch: Batch<Key>, options: Partial<ObjectiveContext> = {}): unknown {
  const result = model.loss(batch, context(options));
  const terms = read(result.terms);
  tf.dispose(result as unknown as tf.TensorContainer);
  return terms;
}

describe.each(Object.entries(objectives))('%s', (name, objective) => {
  test.each([1, 2, 5])('trains %i modalities, every parameter, without leaving tensors behind', (count) => {
    const model = smallModel(count, objective);
    const batch = smallBatch(count, 4);
    const before = tf.memory().numTensors;
    const gradients = gradientsOf(model, batch);
    for (const gradient of gradients) {
      expect(gradient.every(Number.isFinite)).toBe(true);
      expect(gradient.some((x) => x !== 0)).toBe(true);
    }
    const result = model.loss(batch, context());
    tf.dispose(result as unknown as tf.TensorContainer);
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });

  test('draws differ between seeds and are the same for the same seed', () => {
    const model = smallModel(3, objective);
    const batch = smallBatch(3, 4);
    expect(lossOf(model, batch)).toBe(lossOf(model, batch));
    expect(lossOf(model, batch)).not.toBe(lossOf(model, batch, { rng: Rng.fromSeed(2) }));
    model.dispose();
  });

  const masks = { a: [1, 0, 1, 0, 1], b: [0, 1, 1, 0, 1], c: [0, 0, 1, 1, 1] } as const;

  function masked(garbage: number): Batch<Key> {
    const batch = smallBatch(3, 5);
    const present = Object.fromEntries(Object.entries(masks).map(([key, mask]) => [key, Uint8Array.from(mask)]));
    const data = keysOf(3).map((key) => {
      const x = batch[key]!;
      const there = tf.broadcastTo(tf.tensor2d([...present[key]!], [5, 1], 'bool'), x.shape);
      return [key, tf.where(there, x, tf.fill(x.shape, garbage))] as const;
    });
    return { ...Object.fromEntries(data), present };
  }

  test('rows that lack a modality may hold NaN there: neither loss nor gradients see it', () => {
    const model = smallModel(3, objective);
    const expected = lossOf(model, masked(7));
    expect(Number.isFinite(expected)).toBe(true);
    expect(lossOf(model, masked(Number.NaN))).toBe(expected);
    expect(lossOf(model, masked(Number.POSITIVE_INFINITY))).toBe(expected);
    const gradients = gradientsOf(model, masked(Number.NaN));
    expect(gradients.flat().every(Number.isFinite)).toBe(true);
    expect(gradients).toEqual(gradientsOf(model, masked(7)));
    model.dispose();
  });

  test('a batch with absences is the mean of its rows, each alone', () => {
    // p_MoE is estimated: its draws depend on the batch.
    if (name === 'mmjsd with p_MoE') return expect(objective.kind).toBe('mmjsd');
    const model = smallModel(3, objective);
    const batch = smallBatch(3, 5);
    const rows = [0, 1, 2, 3, 4].map((row) => {
      const keys = keysOf(3).filter((key) => masks[key as keyof typeof masks][row] === 1);
      const own = Object.fromEntries(keys.map((key) => [key, tf.slice(batch[key]!, [row, 0], [1, -1])]));
      return lossOf(model, own, { noise: noNoise });
    });
    const expected = rows.reduce((sum, x) => sum + x, 0) / rows.length;
    // float32: the sums run in another order.
    expect(Math.abs(lossOf(model, masked(Number.NaN), { noise: noNoise }) - expected)).toBeLessThan(1e-5 * expected);
    model.dispose();
  });

  test('masks that say nothing is absent change nothing', () => {
    const model = smallModel(3, objective);
    const batch = smallBatch(3, 4);
    const all = new Uint8Array(4).fill(1);
    expect(lossOf(model, { ...batch, present: { a: all, b: all, c: all } })).toBe(lossOf(model, batch));
    model.dispose();
  });

  test('the loss is the terms times their factors', () => {
    // Of importance-weighted bounds the terms are those of single draws.
    if (name.startsWith('mmvae by')) return expect(objective.kind).toMatch('mmvae-');
    const model = smallModel(2, objective, { modality: { weight: 3, privateBeta: 0.5 } });
    const batch = smallBatch(2, 4);
    const terms = termsOf(model, batch) as {
      reconstruction: Record<string, number>;
      private: Record<string, number>;
      divergence: number;
      unimodal?: Record<string, { reconstruction: number; divergence: number }>;
    };
    const sum = (values: Record<string, number>): number => Object.values(values).reduce((total, x) => total + x, 0);
    // β 2, two modalities, privateBeta 0.5; the MVAE charges private divergences twice.
    const privateFactor = 2 * 2 * 0.5 * (terms.unimodal ? 2 : 1);
    let expected = 3 * sum(terms.reconstruction) + 2 * terms.divergence + privateFactor * sum(terms.private);
    for (const own of Object.values(terms.unimodal ?? {})) expected += 3 * own.reconstruction + 2 * own.divergence;
    expect(Math.abs(lossOf(model, batch) - expected)).toBeLessThan(1e-5 * expected);
    model.dispose();
  });
});

test.each([
  ['mmvae', mmvaeObjective],
  ['mmjsd', mmjsdObjective],
] as const)('%s: every component, weighted, is the mean over what rows may be assigned to', (_, make) => {
  const batch = smallBatch(3, 4);
  const lossWith = (options: Pick<MmjsdOptions, 'assignment' | 'everyComponent'>): number => {
    const model = smallModel(3, make(options));
    const loss = lossOf(model, batch, { noise: noNoise });
    model.dispose();
    return loss;
  };
  const each = [0, 1, 2].map((k) => lossWith({ assignment: ({ size }) => Array.from({ length: size }, () => k) }));
  const mean = (each[0]! + each[1]! + each[2]!) / 3;
  expect(Math.abs(lossWith({ everyComponent: ['a', 'b', 'c'] }) - mean)).toBeLessThan(1e-5 * mean);
  expect(Math.max(...each) - Math.min(...each)).toBeGreaterThan(1e-3 * mean);
});

test('a modality that every component is to reconstruct must be one of the model', () => {
  const model = smallModel(2, mmjsdObjective({ everyComponent: ['a', 'z'] }));
  expect(() => lossOf(model, smallBatch(2, 4))).toThrow("there is no modality 'z'; the modalities are a, b");
  model.dispose();
});

describe('β', () => {
  test('warms up by epoch or step', () => {
    const epochs = warmUpBeta({ to: 5, epochs: 10 });
    expect([0, 5, 10, 20].map((epoch) => epochs({ step: 99, epoch }))).toEqual([0, 2.5, 5, 5]);
    const steps = warmUpBeta({ from: 1, to: 3, steps: 4 });
    expect([0, 1, 4, 9].map((step) => steps({ step, epoch: 0 }))).toEqual([1, 1.5, 3, 3]);
    expect(() => warmUpBeta({ to: 1 })).toThrow('either epochs or steps');
    expect(() => warmUpBeta({ to: 1, epochs: 2, steps: 2 })).toThrow('either epochs or steps');
    expect(() => warmUpBeta({ to: -1, epochs: 2 })).toThrow('not negative');
  });

  test('of private latents, too, may depend on the epoch', () => {
    const batch = smallBatch(2, 4);
    for (const make of [mvaeObjective, mmvaeObjective, mmjsdObjective]) {
      const lossWith = (privateBeta: Beta, epoch: number): number => {
        const model = smallModel(2, make({ privateBeta }));
        try {
          return lossOf(model, batch, { epoch });
        } finally {
          model.dispose();
        }
      };
      const falling: Beta = ({ epoch }) => (epoch < 5 ? 7 : 2);
      expect(lossWith(falling, 4)).toBe(lossWith(7, 0));
      expect(lossWith(falling, 5)).toBe(lossWith(2, 0));
      expect(lossWith(7, 0)).toBeGreaterThan(lossWith(2, 0));
      expect(() => lossWith(() => -1, 0)).toThrow('not negative');
    }
  });

  test('scales divergences only', () => {
    const batch = smallBatch(2, 4);
    const scheduled = smallModel(2, mmjsdObjective({ beta: warmUpBeta({ to: 4, epochs: 2 }) }));
    const fixed = smallModel(2, mmjsdObjective({ beta: 2 }));
    expect(lossOf(scheduled, batch, { epoch: 1 })).toBe(lossOf(fixed, batch));
    expect(lossOf(scheduled, batch, { epoch: 2 })).toBeGreaterThan(lossOf(fixed, batch));
    scheduled.dispose();
    fixed.dispose();
  });
});

test('the Jensen-Shannon divergence to p_MoE lies between 0 and log(modalities + 1)', () => {
  const model = smallModel(3, mmjsdObjective({ dynamicPrior: 'moe', samples: 200 }));
  const batch = smallBatch(3, 4);
  const { divergence } = termsOf(model, batch) as { divergence: number };
  // 200 draws of each: the estimate's error is far below these bounds' distance.
  expect(divergence).toBeGreaterThan(0);
  expect(divergence).toBeLessThan(Math.log(4));
  model.dispose();
});

test('π shifts the divergence and is renormalised over what is there', () => {
  const uneven = { prior: 0.1, modalities: { a: 0.6, b: 0.2, c: 0.1 } };
  const model = smallModel(3, mmjsdObjective({ weights: uneven }) as Objective);
  const pair = smallModel(
    2,
    mmjsdObjective({ weights: { prior: 0.1 / 0.9, modalities: { a: 0.6 / 0.9, b: 0.2 / 0.9 } } }) as Objective,
  );
  const batch = smallBatch(2, 4);
  const divergences = [model, pair].map((own) => (termsOf(own, batch) as { divergence: number }).divergence);
  expect(divergences[0]).toBeCloseTo(divergences[1]!, 6);
  model.dispose();
  pair.dispose();
});
