import { readFileSync } from 'node:fs';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Cumulative, type Distribution, isReparameterised, NoClosedFormError, ShapeError } from '../src/index.js';

interface Block {
  readonly shape: number[];
  readonly data: number[];
}

interface Reference {
  readonly parameters: Block[];
  readonly batchShape: number[];
  readonly eventShape: number[];
  readonly x: Block;
  readonly logProb: Block;
  readonly gradients: Block[];
  readonly mean: Block;
  readonly variance: Block;
  readonly entropy?: Block;
  readonly mode?: Block;
  readonly probs?: Block;
  /** At `x`. */
  readonly cdf?: Block;
}

const read = (name: string): Readonly<Record<string, Reference>> =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8')) as Record<string, Reference>;
const references = { ...read('reference.json'), ...read('likelihoods.json') };

/** Description of a distribution for the suite. */
export interface DistributionSpec {
  /** Title of the suite. */
  readonly name: string;
  /** Key in `fixtures/reference.json` or `fixtures/likelihoods.json`. */
  readonly reference: string;
  /** Type of draws, float32 by default. */
  readonly dtype?: 'int32';
  /** The distribution for the reference's parameters, in their order. */
  readonly make: (...parameters: tf.Tensor[]) => Distribution;
}

/** Draws for the Monte Carlo tests. */
const SAMPLES = 8_000;

function tensorOf({ shape, data }: Block): tf.Tensor {
  return tf.tensor(data, shape, 'float32');
}

/** Asserts shape and values, to `tolerance` of the largest expected magnitude. */
export function expectClose(actual: tf.Tensor, expected: Block, tolerance: number = 2e-6): void {
  expect(actual.shape).toEqual(expected.shape);
  const values = actual.dataSync();
  const bound = tolerance * Math.max(1, ...expected.data.map(Math.abs));
  for (const [i, value] of expected.data.entries()) {
    expect(Math.abs(values[i]! - value), `element ${i}: expected ${value}, found ${values[i]}`).toBeLessThanOrEqual(
      bound,
    );
  }
}

/** Every member of the family runs this: reference values, gradients, broadcasting, Monte Carlo, leaks, errors. */
export function describeDistribution(spec: DistributionSpec): void {
  const reference = references[spec.reference]!;

  /** Runs a body with the distribution in a tidy, after which no tensor may be left. */
  function withDistribution(body: (distribution: Distribution, parameters: tf.Tensor[]) => void): void {
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const parameters = reference.parameters.map(tensorOf);
      body(spec.make(...parameters), parameters);
    });
    expect(tf.memory().numTensors).toBe(before);
  }

  describe(spec.name, () => {
    beforeAll(() => tf.setBackend('cpu'));

    test('has the shapes and values of the reference (2e-6 of the largest)', () => {
      withDistribution((d) => {
        expect(d.batchShape).toEqual(reference.batchShape);
        expect(d.eventShape).toEqual(reference.eventShape);
        expectClose(d.logProb(tensorOf(reference.x)), reference.logProb);
        expectClose(d.mean(), reference.mean);
        expectClose(d.variance(), reference.variance, 4e-6);
        expectClose(d.stddev(), { ...reference.variance, data: reference.variance.data.map(Math.sqrt) });
        if (reference.entropy) expectClose(d.entropy(), reference.entropy);
        else expect(() => d.entropy()).toThrow(NoClosedFormError);
        if (reference.mode) expectClose(d.mode(), reference.mode);
        else expect(() => d.mode()).toThrow(NoClosedFormError);
        if (reference.probs) expectClose((d as unknown as { probs(): tf.Tensor }).probs(), reference.probs);
      });
    });

    if (reference.cdf) {
      test('the cumulative distribution function is the reference (2e-6), its derivative the density (1e-5)', () => {
        withDistribution((d) => {
          const x = tensorOf(reference.x);
          expectClose((d as Cumulative).cdf(x), reference.cdf!);
          const density = tf.exp(d.logProb(x));
          const slope = tf.grad((at: tf.Tensor) => tf.sum((d as Cumulative).cdf(at)))(x);
          expectClose(slope, { shape: density.shape, data: [...density.dataSync()] }, 1e-5);
          expect(() => (d as Cumulative).cdf(tf.zeros([7, 5]))).toThrow(/cdf: x: expected shape/);
        });
      });
    }

    test('the gradient of logProb is the reference (1e-5 of the largest)', () => {
      withDistribution((_, parameters) => {
        const x = tensorOf(reference.x);
        const gradients = tf.grads((...p: tf.Tensor[]) => tf.sum(spec.make(...p).logProb(x)))(parameters);
        gradients.forEach((gradient, i) => {
          expectClose(gradient, reference.gradients[i]!, 1e-5);
        });
      });
    });

    test('logProb broadcasts over leading axes and from a single event', () => {
      withDistribution((d) => {
        const x = tensorOf(reference.x);
        const twice = d.logProb(tf.stack([x, x]));
        expect(twice.shape).toEqual([2, ...reference.batchShape]);
        for (const half of tf.unstack(twice)) expectClose(half, reference.logProb);
        const rank = reference.batchShape.length;
        const first = tf.slice(x, new Array<number>(rank).fill(0), new Array<number>(rank).fill(1));
        const event = tf.reshape(first, reference.eventShape);
        const [one, full] = [d.logProb(event), d.logProb(tf.broadcastTo(event, x.shape))];
        expectClose(one, { shape: reference.batchShape, data: [...full.dataSync()] });
      });
    });

    test('refuses points of another shape, naming the argument', () => {
      withDistribution((d) => {
        const wrong = tf.zeros([7, ...reference.x.shape.map((n) => n + 1)]);
        expect(() => d.logProb(wrong)).toThrow(ShapeError);
        expect(() => d.logProb(wrong)).toThrow(/logProb: x: expected shape .*, found \[7/);
        expect(() => d.sample(Rng.fromSeed(0), [-1])).toThrow(/sampleShape/);
      });
    });

    test('draws have the right shape, repeat with the seed and leave no tensors', () => {
      withDistribution((d) => {
        const shape = [...reference.batchShape, ...reference.eventShape];
        for (const sampleShape of [[], [2], [3, 2], [0]]) {
          const [a, b] = [d.sample(Rng.fromSeed(1), sampleShape), d.sample(Rng.fromSeed(1), sampleShape)];
          expect(a.shape).toEqual([...sampleShape, ...shape]);
          expect([...a.dataSync()]).toEqual([...b.dataSync()]);
          expect(a.dtype).toBe(spec.dtype ?? 'float32');
        }
        const [a, b] = [d.sample(Rng.fromSeed(1), [20]), d.sample(Rng.fromSeed(2), [20])];
        expect([...a.dataSync()]).not.toEqual([...b.dataSync()]);
      });
    });

    test('every method leaves exactly its result', () => {
      withDistribution((d) => {
        const x = tensorOf(reference.x);
        const methods = [
          () => d.logProb(x),
          () => d.mean(),
          () => d.variance(),
          () => d.stddev(),
          ...(reference.probs ? [() => (d as unknown as { probs(): tf.Tensor }).probs()] : []),
          ...(reference.cdf ? [() => (d as Cumulative).cdf(x)] : []),
          () => d.sample(Rng.fromSeed(1), [2]),
          ...(reference.entropy ? [() => d.entropy()] : []),
          ...(reference.mode ? [() => d.mode()] : []),
        ];
        for (const method of methods) {
          // Outside of the surrounding tidy's bookkeeping: what a method leaves behind counts at once.
          const before = tf.memory().numTensors;
          method().dispose();
          expect(tf.memory().numTensors, String(method)).toBe(before);
        }
        // The result never is one of the distribution's own tensors, so that disposing it is safe.
        expectClose(d.mean(), reference.mean);
      });
    });

    test('mean, variance and entropy of draws are right (each element 5.5 sd: fails once in 1e6 seeds)', () => {
      withDistribution((d) => {
        const x = d.sample(Rng.fromSeed(`monte carlo ${spec.name}`), [SAMPLES]);
        const expectWithin = (values: tf.Tensor, expected: Block): void => {
          const { mean, variance } = tf.moments(values, 0);
          const [m, v] = [mean.dataSync(), variance.dataSync()];
          for (const [i, target] of expected.data.entries()) {
            const allowed = 5.5 * Math.sqrt(v[i]! / SAMPLES) + 1e-5 * Math.abs(target);
            expect(Math.abs(m[i]! - target), `element ${i}: expected ${target}, found ${m[i]}`).toBeLessThanOrEqual(
              allowed,
            );
          }
        };
        expectWithin(x, reference.mean);
        expectWithin(tf.square(tf.sub(x, tensorOf(reference.mean))), reference.variance);
        if (reference.entropy) expectWithin(tf.neg(d.logProb(x)), reference.entropy);
      });
    });

    test('draws and modes are constants to gradients, also within a loss', () => {
      withDistribution((_, parameters) => {
        const loss = (...p: tf.Tensor[]): tf.Scalar => {
          const d = spec.make(...p);
          const drawn = tf.sum(d.sample(Rng.fromSeed(1)));
          // A location's mode is the location itself and has its gradient; a discrete mode is a constant.
          const mode = isReparameterised(d) || !reference.mode ? 0 : tf.sum(d.mode());
          // The plain sum gives every parameter a gradient of exactly one, to which the constants must add nothing.
          return tf.add(tf.addN(p.map((parameter) => tf.sum(parameter))), tf.add(drawn, mode));
        };
        for (const gradient of tf.grads(loss)(parameters)) {
          expect([...gradient.dataSync()].every((value) => value === 1)).toBe(true);
        }
      });
    });

    test('pathwise draws equal the others and have the gradient of finite differences (2e-3)', () => {
      withDistribution((d, parameters) => {
        if (!isReparameterised(d)) return;
        expect([...d.rsample(Rng.fromSeed(3), [2]).dataSync()]).toEqual([...d.sample(Rng.fromSeed(3), [2]).dataSync()]);
        const draw = (...p: tf.Tensor[]): tf.Scalar => {
          const distribution = spec.make(...p);
          if (!isReparameterised(distribution)) throw new Error('not reparameterised');
          return tf.sum(distribution.rsample(Rng.fromSeed(4), [3]));
        };
        const gradients = tf.grads(draw)(parameters);
        const h = 2 ** -7;
        gradients.forEach((gradient, i) => {
          const values = gradient.dataSync();
          const parameter = parameters[i]!;
          for (let j = 0; j < parameter.size; j++) {
            const at = (step: number): number => {
              const moved = [...parameter.dataSync()];
              moved[j]! += step;
              return draw(...parameters.with(i, tf.tensor(moved, parameter.shape))).dataSync()[0]!;
            };
            const difference = (at(h) - at(-h)) / (2 * h);
            expect(Math.abs(values[j]! - difference)).toBeLessThan(2e-3 * Math.max(1, Math.abs(difference)));
          }
        });
        const noise = tf.ones([...d.batchShape, ...d.eventShape]);
        expect(d.rsample(Rng.fromSeed(0), [], noise).shape).toEqual(noise.shape);
        expect(() => d.rsample(Rng.fromSeed(0), [2], noise)).toThrow(/noise: expected shape/);
      });
    });
  });
}
