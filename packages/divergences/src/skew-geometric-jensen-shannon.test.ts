import { Normal } from '@polyvae/distributions';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { expectClose, tidilyOnCpu } from '../test/check.js';
import { randomExperts } from '../test/experts.js';
import { jensenShannon, kl, skewGeometricJensenShannon } from './index.js';

tidilyOnCpu();

const make = (loc: number, scale: number) =>
  Normal.fromLogVar(tf.tensor2d([[loc]]), tf.tensor2d([[2 * Math.log(scale)]]), { eventDims: 1 });

/** ∫ over a grid that holds both densities. */
function integral(f: (x: number) => number): number {
  const [steps, from, to] = [40_000, -25, 25];
  const width = (to - from) / steps;
  return Array.from({ length: steps }, (_, i) => f(from + (i + 0.5) * width)).reduce((sum, y) => sum + y * width, 0);
}

test.each([0.2, 0.5, 0.7])('α = %f: the definition by numeric integration, and that of the dual (1e-5)', (alpha) => {
  const log = (loc: number, scale: number) => (x: number) =>
    -0.5 * ((x - loc) / scale) ** 2 - Math.log(scale) - 0.5 * Math.log(2 * Math.PI);
  const [p, q] = [log(0.5, 0.7), log(-1, 1.6)];
  const weighted = (x: number): number => alpha * p(x) + (1 - alpha) * q(x);
  const z = Math.log(integral((x) => Math.exp(weighted(x))));
  const m = (x: number): number => weighted(x) - z;
  const divergence = (a: typeof p, b: typeof p): number => integral((x) => Math.exp(a(x)) * (a(x) - b(x)));
  const found = (dual: boolean): tf.Tensor =>
    skewGeometricJensenShannon(make(0.5, 0.7), make(-1, 1.6), { alpha, dual });
  expectClose(found(false), [(1 - alpha) * divergence(p, m) + alpha * divergence(q, m)], 1e-5);
  expectClose(found(true), [(1 - alpha) * divergence(m, p) + alpha * divergence(m, q)], 1e-5);
});

test('it leads from one KL divergence to the other, and is the geometric Jensen-Shannon divergence half way', () => {
  const [p, q] = randomExperts(Rng.fromSeed(4), 2, 5, 3, 1);
  const values = (x: tf.Tensor): number[] => [...x.dataSync()];
  expectClose(skewGeometricJensenShannon(p!, q!, { alpha: 0 }), values(kl(p!, q!)), 1e-6);
  expectClose(skewGeometricJensenShannon(p!, q!, { alpha: 1 }), values(kl(q!, p!)), 1e-6);
  expectClose(skewGeometricJensenShannon(p!, q!, { alpha: 0, dual: true }), values(kl(q!, p!)), 1e-6);
  expectClose(skewGeometricJensenShannon(p!, q!), values(jensenShannon([p!, q!], { mean: 'geometric' })), 1e-5);
  const swapped = skewGeometricJensenShannon(q!, p!, { alpha: 0.7 });
  expectClose(skewGeometricJensenShannon(p!, q!, { alpha: 0.3 }), values(swapped), 1e-5);
});

test('bad options are named', () => {
  expect(() => skewGeometricJensenShannon(make(0, 1), make(0, 1), { alpha: 1.5 })).toThrow(
    'alpha must be between 0 and 1, found 1.5',
  );
  expect(() => skewGeometricJensenShannon(make(0, 1), make(0, 1), { beta: 1 } as never)).toThrow(
    "unknown option 'beta'",
  );
});
