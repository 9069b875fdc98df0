import { type Classifier, denseModality, type MultimodalVae, mmjsd, type ObjectiveTerms } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import { evaluateLoss, type FitOptions, fit, type Trainable } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs';
import { expect, expectTypeOf, test } from 'vitest';
import { tidyTests } from '../../../scripts/tidy-tests.js';

tidyTests(tf.engine());

const rng = Rng.fromSeed(1);
const data = { size: 4, get: () => ({ scan: tf.ones([2, 3]), genes: tf.ones([2, 2]) }) };
const model = (): MultimodalVae<'scan' | 'genes'> =>
  mmjsd({
    modalities: { scan: denseModality({ shape: 3, hidden: [2] }), genes: denseModality({ shape: 2, hidden: [2] }) },
    latent: { shared: 2 },
    rng,
  });

test('an epoch has the numbers of the terms and modalities that the model has', async () => {
  const own = model();
  const run = fit(own, data, { epochs: 1, batchSize: 2, rng, validation: data });
  const epoch = (await run.last())!;
  expectTypeOf(epoch.terms.loss).toEqualTypeOf<number>();
  expectTypeOf(epoch.terms.reconstruction.scan).toEqualTypeOf<number>();
  expectTypeOf(epoch.validation?.divergence).toEqualTypeOf<number | undefined>();
  expectTypeOf(epoch.terms.private?.genes).toEqualTypeOf<number | undefined>();
  // @ts-expect-error: there is no such modality.
  expect(epoch.terms.reconstruction.text).toBeUndefined();
  expect(epoch.terms.reconstruction.scan).toBeGreaterThan(0);
  const held = await evaluateLoss(own, data, { batchSize: 2, rng });
  expectTypeOf(held.reconstruction.genes).toEqualTypeOf<number>();
  own.dispose();
});

test('early stopping takes the terms there are', () => {
  type Term<M> =
    M extends Trainable<infer B, infer T>
      ? Parameters<typeof fit<B, T>>[2] extends { readonly earlyStopping?: infer O }
        ? NonNullable<O> extends { readonly term: infer N }
          ? N
          : never
        : never
      : never;
  type Known = Term<MultimodalVae<'scan' | 'genes'>>;
  expectTypeOf<'loss' | 'divergence' | 'reconstruction.scan' | 'private.genes'>().toExtend<Known>();
  expectTypeOf<'unimodal.scan.divergence' | 'effectiveSamples'>().toExtend<Known>();
  expectTypeOf<'reconstruction.text'>().not.toExtend<Known>();
  expectTypeOf<'los'>().not.toExtend<Known>();
  expectTypeOf<Term<Classifier>>().toEqualTypeOf<'loss' | 'accuracy'>();
  // Of modalities that are not known by name any could be there.
  expectTypeOf<'reconstruction.mnist'>().toExtend<Term<MultimodalVae>>();
  expectTypeOf<Term<Trainable<null>>>().toEqualTypeOf<string>();
});

test('a model without names takes part where any does', () => {
  expectTypeOf<MultimodalVae<'scan'>>().toExtend<Trainable<{ readonly scan?: tf.Tensor }>>();
  expectTypeOf<ObjectiveTerms<'scan'>['reconstruction']>().toEqualTypeOf<{ readonly scan: tf.Scalar }>();
  const options: FitOptions<unknown> = { epochs: 1, batchSize: 1, rng, earlyStopping: { term: 'any', patience: 1 } };
  expect(options.earlyStopping?.term).toBe('any');
});
