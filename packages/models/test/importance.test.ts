import { type MmvaeOptions, mmvae, mmvaeObjective, type NoiseRequest } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { tidyTests } from '../../../scripts/tidy-tests.js';
import { context, onOneTape } from './importance-losses.js';
import { exactData, exactLogEvidence, exactModel, toBatch } from './linear-gaussian.js';
import { smallBatch, smallModel, vectors } from './small-model.js';

tidyTests(tf.engine());

describe('the bound', () => {
  const LOG_2PI = Math.log(2 * Math.PI);
  const logNormal = (x: number[], loc: number[], scale: number[]): number =>
    x.reduce((sum, own, i) => sum - 0.5 * LOG_2PI - Math.log(scale[i]!) - 0.5 * ((own - loc[i]!) / scale[i]!) ** 2, 0);
  const logLaplace = (x: number[], loc: number[], scale: number[]): number =>
    x.reduce((sum, own, i) => sum - Math.log(2 * scale[i]!) - Math.abs(own - loc[i]!) / scale[i]!, 0);

  test.each(['normal', 'laplace'] as const)(
    'of one %s draw is the stratified ELBO: Σ π E[log p(X, z) − log q(z)], with the density of the mixture',
    (posterior) => {
      const pi = { a: 0.7, b: 0.3 };
      const options = { objective: 'iwae', samples: 1, posterior, weights: pi } as const;
      const model = smallModel(2, mmvaeObjective(options), { latent: { shared: 2, private: { a: 1 } } });
      const noise: Record<string, number[]> = { a: [0.3, -1.1], b: [0.9, 0.2], 'a a': [0.4], 'b a': [-0.8] };
      const replay = ({ pass, latent, shape }: NoiseRequest): tf.Tensor => {
        const component = pass === 'joint' ? pass : pass.modality;
        return tf.tensor(noise[latent === 'shared' ? component : `${component} ${latent.modality}`]!, [...shape]);
      };
      const batch = smallBatch(2, 1);
      const heads = (['a', 'b'] as const).map((key) => {
        const output = model.modalities[key].encoder.apply(batch[key]!, { training: false });
        const read = (space: typeof output.shared) => {
          const scale = posterior === 'laplace' ? Math.SQRT1_2 : 1;
          return {
            loc: [...space.loc.dataSync()],
            scale: [...space.logVar.dataSync()].map((value) => scale * Math.exp(value / 2)),
          };
        };
        return { key, shared: read(output.shared), ...(output.private && { private: read(output.private) }) };
      });
      const density = posterior === 'laplace' ? logLaplace : logNormal;
      const at = (q: { loc: number[]; scale: number[] }, own: number[]): number[] =>
        q.loc.map((loc, i) => loc + q.scale[i]! * own[i]!);
      const zeros = (z: number[]): number[] => z.map(() => 0);
      const ones = (z: number[]): number[] => z.map(() => 1);
      const expected = heads.reduce((sum, { key, shared }) => {
        const c = at(shared, noise[key]!);
        const s = at(heads[0]!.private!, noise[`${key} a`]!);
        const q = Math.log(
          heads.reduce((total, own) => total + pi[own.key] * Math.exp(density(c, own.shared.loc, own.shared.scale)), 0),
        );
        let value = logNormal(c, zeros(c), ones(c)) - q;
        value += logNormal(s, zeros(s), ones(s)) - density(s, heads[0]!.private!.loc, heads[0]!.private!.scale);
        for (const own of ['a', 'b'] as const) {
          const z = tf.tensor2d([own === 'a' ? [...c, ...s] : c]);
          const loc = [...model.modalities[own].decoder.apply(z, { training: false }).dataSync()];
          value += logNormal(
            [...batch[own]!.dataSync()],
            loc,
            loc.map(() => 0.5),
          );
        }
        return sum + pi[key] * value;
      }, 0);
      const loss = model.loss(batch, context({ noise: replay })).loss.dataSync()[0]!;
      expect(Math.abs(loss + expected)).toBeLessThan(1e-5 * Math.abs(expected));
      model.dispose();
    },
  );

  test('rises with the number of draws and approaches log p(X)', () => {
    const data = exactData(6, Rng.fromSeed(3));
    const exact =
      data.first.reduce((sum, first, i) => sum + exactLogEvidence({ first, second: data.second[i]! }), 0) / 6;
    const bound = (samples: number, seed: number): number => {
      const model = exactModel(mmvaeObjective({ objective: 'iwae', samples, chunk: 500 }));
      return tf.tidy(() => {
        const copies = Math.ceil(100 / samples);
        const batch = toBatch({
          first: Array.from({ length: copies }, () => data.first).flat(),
          second: Array.from({ length: copies }, () => data.second).flat(),
        });
        return -model.loss(batch, context({ rng: Rng.fromSeed(seed), training: false })).loss.dataSync()[0]!;
      });
    };
    const bounds = [1, 3, 10, 30, 2000].map((samples) => bound(samples, 5));
    // The steps are 0.1 to 2 nats, ten standard errors and more.
    bounds.slice(1).forEach((value, i) => {
      expect(value).toBeGreaterThan(bounds[i]!);
    });
    expect(bounds[0]!).toBeLessThan(exact - 0.5);
    // At 2,000 draws a row's standard deviation is about 0.1; five of the mean's.
    expect(Math.abs(bounds[4]! - exact)).toBeLessThan(0.2);
  });

  test('without a modality it is the bound of the others', () => {
    const objective = mmvaeObjective({ objective: 'iwae', samples: 3 });
    const [three, two] = [smallModel(3, objective), smallModel(2, objective)];
    const batch = smallBatch(2, 4);
    expect(onOneTape(two, batch).loss).toBe(three.loss(batch, context()).loss.dataSync()[0]);
    const terms = three.loss(batch, context()).terms;
    expect(Object.keys(terms)).toEqual(['divergence', 'private', 'reconstruction', 'effectiveSamples']);
    const effective = (terms.effectiveSamples as tf.Scalar).dataSync()[0]!;
    expect(effective).toBeGreaterThan(1);
    expect(effective).toBeLessThan(3);
    three.dispose();
    two.dispose();
  });

  test('a modality of weight 0 is scored, not drawn from', () => {
    const weights = { a: 1, b: 0 };
    const model = smallModel(2, mmvaeObjective({ objective: 'iwae', samples: 2, weights }), { latent: { shared: 2 } });
    const asked: unknown[] = [];
    const noise = ({ pass, shape }: NoiseRequest): undefined => {
      asked.push([pass, shape]);
      return undefined;
    };
    expect(Number.isFinite(model.loss(smallBatch(2, 4), context({ noise })).loss.dataSync()[0])).toBe(true);
    expect(asked).toEqual([[{ modality: 'a' }, [2, 4, 2]]]);
    model.dispose();
  });
});

describe('options', () => {
  const options = (own: MmvaeOptions<'a'>) => () =>
    mmvae({ modalities: { a: vectors(3) }, latent: { shared: 2, private: 1 }, rng: Rng.fromSeed(1), ...own });

  test('options of the other objective are refused, and numbers checked', () => {
    expect(options({ samples: 3 })).toThrow("'elbo' has no option samples");
    expect(options({ objective: 'iwae', privateBeta: 3 })).toThrow("'iwae' has no option privateBeta");
    expect(options({ objective: 'dreg', beta: 5 })).toThrow('β = 1');
    expect(options({ objective: 'dreg', samples: 0 })).toThrow('samples must be an integer of at least 1, found 0');
    expect(options({ objective: 'dreg', posterior: 'cauchy' as never })).toThrow("found 'cauchy'");
    expect(options({ objective: 'vr' as never })).toThrow("found 'vr'");
  });

  test('a checkpoint knows objective, draws and family', () => {
    const model = options({ objective: 'dreg', beta: 1, posterior: 'laplace' })();
    expect(model.settings.objective).toEqual({
      kind: 'mmvae-dreg',
      samples: 30,
      posterior: 'laplace',
      weights: { a: 1 },
    });
    model.dispose();
  });

  test('Laplace posteriors have the mean and variance of the heads; products of them are refused', () => {
    const model = options({ objective: 'iwae', posterior: 'laplace' })();
    const batch = { a: tf.tensor2d(Rng.fromSeed(2).normals(6), [2, 3]) };
    const { shared } = model.modalities.a.encoder.apply(batch.a, { training: false });
    const posterior = model.encode(batch);
    const variances = [...tf.exp(shared.logVar).dataSync()];
    [...posterior.shared.variance().dataSync()].forEach((value, i) => {
      expect(Math.abs(value / variances[i]! - 1)).toBeLessThan(1e-5);
    });
    expect([...posterior.shared.mean().dataSync()]).toEqual([...shared.loc.dataSync()]);
    expect(posterior.private.a!.base.kind).toBe('laplace');
    const rng = Rng.fromSeed(1);
    expect(model.sample(batch, { rng }).shared.shape).toEqual([2, 2]);
    expect(model.generateFrom(batch, ['a'], { rng }).a.shape).toEqual([2, 3]);
    expect(() => model.encode(batch, { posterior: 'product' })).toThrow("family 'laplace'; ask for 'mixture'");
    model.dispose();
  });
});
