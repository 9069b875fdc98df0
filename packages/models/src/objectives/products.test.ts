import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { tidyTests } from '../../../../scripts/tidy-tests.js';
import { smallBatch, smallModel } from '../../test/small-model.js';
import { crmvaeObjective, mvtcaeObjective, type Objective, type Terms } from '../index.js';

tidyTests(tf.engine());

/** The loss, and the sums of the terms of each name. */
function parts(objective: Objective): { loss: number; sum: (name: string) => number } {
  const model = smallModel(2, objective, { modality: { weight: 3 } });
  const context = { rng: Rng.fromSeed(1), training: true, step: 0, epoch: 0 };
  const { loss, terms } = model.loss(smallBatch(2, 4), context);
  const total = (term: Terms | tf.Scalar): number =>
    term instanceof tf.Tensor
      ? term.dataSync()[0]!
      : Object.values(term).reduce((sum: number, own) => sum + total(own), 0);
  model.dispose();
  return { loss: loss.dataSync()[0]!, sum: (name) => total((terms as unknown as Terms)[name] as Terms) };
}

test('MVTCAE: the loss is the terms times their factors', () => {
  const { loss, sum } = parts(mvtcaeObjective({ alpha: 0.4, beta: 2, privateBeta: 0.5 }));
  const expected =
    (3 * 1.6 * sum('reconstruction')) / 2 +
    2 * (0.6 * sum('divergence') + 0.2 * sum('modalityDivergence')) +
    sum('private');
  expect(Math.abs(loss - expected)).toBeLessThan(1e-5 * expected);
});

test('CRMVAE: the loss is the terms times their factors', () => {
  const { loss, sum } = parts(crmvaeObjective({ beta: 2, privateBeta: 0.5 }));
  const divergences = sum('divergence') + sum('modalityDivergence');
  const expected = (3 * (sum('reconstruction') + sum('unimodal')) + 2 * divergences + sum('private')) / 3;
  expect(Math.abs(loss - expected)).toBeLessThan(1e-5 * expected);
});

test('factors out of range are refused', () => {
  expect(() => mvtcaeObjective({ alpha: 1.5 })).toThrow('mvtcaeObjective: alpha must be between 0 and 1, found 1.5');
  expect(() => mvtcaeObjective({ beta: -1 })).toThrow('not negative');
  expect(() => crmvaeObjective({ privateBeta: Number.NaN })).toThrow('not negative');
  expect(() => crmvaeObjective({ alpha: 1 } as never)).toThrow("unknown option 'alpha'");
});
