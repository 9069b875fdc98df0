import {
  type Batch,
  batchNorm,
  createMultimodalVae,
  type Decoder,
  type Encoder,
  type LossContext,
  linear,
  type MmvaeOptions,
  type ModalityOptions,
  type MultimodalVae,
  mmvae,
  mmvaeObjective,
  type NoiseRequest,
  normal,
  sequential,
} from '@polyvae/models';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { exactData, exactLogEvidence, exactModel, toBatch } from './linear-gaussian.js';
import { type Key, smallBatch, smallModel, vectors } from './small-model.js';

function context(options: Partial<LossContext> = {}): LossContext {
  return { rng: Rng.fromSeed(1), training: true, step: 0, epoch: 0, ...options };
}

/** Loss and gradients by path, from one tape. */
function onOneTape<K extends string>(model: MultimodalVae<K>, batch: Batch<K>, options: Partial<LossContext> = {}) {
  return tf.tidy(() => {
    const { value, grads } = tf.variableGrads(
      () => model.loss(batch, context(options)).loss,
      Object.values(model.variables),
    );
    const gradients = Object.entries(model.variables).map(([path, { name }]) => [path, [...grads[name]!.dataSync()]]);
    return { loss: value.dataSync()[0]!, gradients: Object.fromEntries(gradients) as Record<string, number[]> };
  });
}

/** The same from chunks. */
async function inChunks<K extends string>(model: MultimodalVae<K>, batch: Batch<K>) {
  const result = await model.gradients!(batch, context());
  const gradients = Object.entries(result.gradients).map(([path, g]) => [path, [...g.dataSync()]]);
  const loss = result.loss.dataSync()[0]!;
  tf.dispose(result as unknown as tf.TensorContainer);
  return { loss, gradients: Object.fromEntries(gradients) as Record<string, number[]> };
}

/** As float32 sums in another order are: relative to each variable's largest gradient. */
function expectSame(found: Record<string, number[]>, expected: Record<string, number[]>): void {
  expect(Object.keys(found)).toEqual(Object.keys(expected));
  for (const [path, values] of Object.entries(expected)) {
    const scale = Math.max(1e-3, ...values.map(Math.abs));
    values.forEach((value, i) => {
      expect(Math.abs(found[path]![i]! - value), `${path}[${i}]`).toBeLessThan(2e-5 * scale);
    });
  }
}

const masks = { a: [1, 0, 1, 0, 1], b: [0, 1, 1, 0, 1], c: [0, 0, 1, 1, 1] } as const;
const masked = (): Batch<Key> => ({
  ...smallBatch(3, 5),
  present: Object.fromEntries(Object.entries(masks).map(([key, mask]) => [key, tf.tensor1d([...mask], 'bool')])),
});

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
      tf.tidy(() => {
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
            heads.reduce(
              (total, own) => total + pi[own.key] * Math.exp(density(c, own.shared.loc, own.shared.scale)),
              0,
            ),
          );
          let value = logNormal(c, zeros(c), ones(c)) - q;
          value += logNormal(s, zeros(s), ones(s)) - density(s, heads[0]!.private!.loc, heads[0]!.private!.scale);
          for (const own of ['a', 'b'] as const) {
            const z = tf.tensor2d([own === 'a' ? [...s, ...c] : c]);
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
      });
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
    tf.tidy(() => {
      const batch = smallBatch(2, 4);
      expect(onOneTape(two, batch).loss).toBe(three.loss(batch, context()).loss.dataSync()[0]);
      const terms = three.loss(batch, context()).terms;
      expect(Object.keys(terms)).toEqual(['divergence', 'private', 'reconstruction', 'effectiveSamples']);
      const effective = (terms.effectiveSamples as tf.Scalar).dataSync()[0]!;
      expect(effective).toBeGreaterThan(1);
      expect(effective).toBeLessThan(3);
    });
    three.dispose();
    two.dispose();
  });

  test('a modality of weight 0 is scored, not drawn from', () => {
    const weights = { a: 1, b: 0 };
    const model = smallModel(2, mmvaeObjective({ objective: 'iwae', samples: 2, weights }), { latent: { shared: 2 } });
    tf.tidy(() => {
      const asked: unknown[] = [];
      const noise = ({ pass, shape }: NoiseRequest): undefined => {
        asked.push([pass, shape]);
        return undefined;
      };
      expect(Number.isFinite(model.loss(smallBatch(2, 4), context({ noise })).loss.dataSync()[0])).toBe(true);
      expect(asked).toEqual([[{ modality: 'a' }, [2, 4, 2]]]);
    });
    model.dispose();
  });
});

describe('gradients', () => {
  test.each(['normal', 'laplace'] as const)('of the %s bound are its differences, noise fixed', (posterior) => {
    const model = smallModel(2, mmvaeObjective({ objective: 'iwae', samples: 3, chunk: 2, posterior }), {
      latent: { shared: 2, private: 1 },
    });
    const batch = smallBatch(2, 3);
    const { gradients } = onOneTape(model, batch);
    for (const [path, variable] of Object.entries(model.variables)) {
      const values = variable.dataSync().slice();
      const direction = values.map((_, i) => Math.cos(3 * i + 1));
      const lossAt = (step: number): number => {
        const moved = tf.tensor(
          values.map((value, i) => value + step * direction[i]!),
          variable.shape,
        );
        variable.assign(moved);
        moved.dispose();
        return tf.tidy(() => model.loss(batch, context()).loss.dataSync()[0]!);
      };
      const h = 1e-2;
      const difference = (8 * (lossAt(h / 2) - lossAt(-h / 2)) - (lossAt(h) - lossAt(-h))) / (6 * h);
      lossAt(0);
      const expected = gradients[path]!.reduce((sum, g, i) => sum + g * direction[i]!, 0);
      const scale = Math.hypot(...gradients[path]!) + 0.1;
      // float32 losses of about 50 nats over steps of 0.01: errors of 1e-3.
      expect(Math.abs(difference - expected), path).toBeLessThan(5e-3 * scale);
    }
    model.dispose();
    tf.dispose(batch);
  });

  test.each([
    ['iwae', 'normal'],
    ['iwae', 'laplace'],
    ['dreg', 'normal'],
    ['dreg', 'laplace'],
  ] as const)(
    'by %s of %s posteriors are the same in chunks as on one tape, with absences',
    async (objective, posterior) => {
      const model = (chunk: number): MultimodalVae<Key> =>
        smallModel(3, mmvaeObjective({ objective, samples: 5, chunk, posterior }));
      const [whole, chunked] = [model(5), model(2)];
      const batch = masked();
      const before = tf.memory().numTensors;
      expect(whole.gradients).toBeUndefined();
      const [expected, tape, found] = [
        onOneTape(whole, batch),
        onOneTape(chunked, batch),
        await inChunks(chunked, batch),
      ];
      expect(Math.abs(found.loss - expected.loss)).toBeLessThan(1e-5 * expected.loss);
      expectSame(found.gradients, expected.gradients);
      expectSame(tape.gradients, expected.gradients);
      expect(tf.memory().numTensors).toBe(before);
      whole.dispose();
      chunked.dispose();
      tf.dispose(batch);
    },
  );

  test('an error in mid-step leaves no tensors behind', async () => {
    let calls = 0;
    const modality = vectors(3);
    const failing: ModalityOptions = {
      ...modality,
      likelihood: {
        ...modality.likelihood,
        distribution: (output, dims) => {
          calls += 1;
          if (calls === 2) throw new Error('second chunk');
          return modality.likelihood.distribution(output, dims);
        },
      },
    };
    const model = mmvae({
      modalities: { a: failing },
      latent: { shared: 2 },
      objective: 'iwae',
      samples: 4,
      chunk: 2,
      rng: Rng.fromSeed(1),
    });
    const batch = { a: tf.ones([2, 3]) };
    const before = tf.memory().numTensors;
    await expect(model.gradients!(batch, context())).rejects.toThrow('second chunk');
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
    batch.a.dispose();
  });

  test('memory does not grow with the number of draws', async () => {
    const batch = smallBatch(2, 20);
    const peak = async (samples: number, chunk: number): Promise<number> => {
      let most = 0;
      const watched = vectors(3);
      const likelihood: ModalityOptions['likelihood'] = {
        ...watched.likelihood,
        distribution: (output, dims) => {
          most = Math.max(most, tf.memory().numBytes);
          return watched.likelihood.distribution(output, dims);
        },
      };
      const wide: ModalityOptions['decoder'] = ({ latent, rng }) =>
        sequential({
          hidden: linear({ inputs: latent.shared, units: 200, activation: 'relu', rng: rng.fork('hidden') }),
          output: linear({ inputs: 200, units: 3, rng: rng.fork('output') }),
        });
      const model = mmvae({
        modalities: { a: { ...watched, decoder: wide, likelihood }, b: { ...vectors(4), decoder: wide4(wide) } },
        latent: { shared: 2 },
        objective: 'iwae',
        samples,
        chunk,
        rng: Rng.fromSeed(1),
      });
      const start = tf.memory().numBytes;
      if (model.gradients) await inChunks(model, batch);
      else onOneTape(model, batch);
      model.dispose();
      return most - start;
    };
    const [few, many, tape] = [await peak(4, 2), await peak(40, 2), await peak(40, 40)];
    // Noise and weights of all draws remain.
    expect(many).toBeLessThan(1.6 * few);
    expect(tape).toBeGreaterThan(5 * many);
    tf.dispose(batch);
  });

  test('running statistics are recorded once a step, by the first chunk', async () => {
    const build = (chunk: number): MultimodalVae<'a'> => {
      const decoder: ModalityOptions['decoder'] = ({ latent, rng }) =>
        sequential({
          norm: batchNorm({ features: latent.shared }),
          output: linear({ inputs: latent.shared, units: 3, rng: rng.fork('output') }),
        });
      const modality = { ...vectors(3), decoder };
      return mmvae({
        modalities: { a: modality },
        latent: { shared: 2 },
        objective: 'dreg',
        samples: 4,
        chunk,
        rng: Rng.fromSeed(1),
      });
    };
    const [once, pieces] = [build(2), build(2)];
    const batch = { a: tf.tensor2d(Rng.fromSeed(3).normals(30), [10, 3]) };
    onOneTape(once, batch);
    await inChunks(pieces, batch);
    const read = (model: MultimodalVae<'a'>): number[] => [...model.state['decoders.a.norm.mean']!.dataSync()];
    expect(read(pieces)).toEqual(read(once));
    // One update of momentum 0.1 by means of magnitude one.
    expect(Math.hypot(...read(once))).toBeGreaterThan(0);
    expect(Math.hypot(...read(once))).toBeLessThan(0.2);
    once.dispose();
    pieces.dispose();
    batch.a.dispose();
  });
});

function wide4(of: ModalityOptions['decoder']): ModalityOptions['decoder'] {
  return (build) => {
    const three = (of as (own: typeof build) => ReturnType<typeof sequential>)(build);
    return sequential({ three, output: linear({ inputs: 3, units: 4, rng: build.rng.fork('four') }) });
  };
}

/** A modality whose posterior does not see the data, and whose parameters are few. */
function free(loc: number, logVar: number, own: number): ModalityOptions {
  const [l, v, q] = [loc, logVar, own].map((value) => tf.variable(tf.tensor1d([value])));
  const w = tf.variable(tf.tensor2d([[0.5], [1]]));
  const tile = (x: tf.Tensor, rows: number): tf.Tensor2D => tf.tile(tf.expandDims(x, 0), [rows, 1]);
  const encoder: Encoder = {
    variables: { l: l!, v: v!, q: q! },
    state: {},
    apply: (x) => ({
      shared: { loc: tile(l!, x.shape[0]), logVar: tile(v!, x.shape[0]) },
      private: { loc: tile(q!, x.shape[0]), logVar: tile(tf.zerosLike(q!), x.shape[0]) },
    }),
    dispose: () => tf.dispose([l!, v!, q!]),
  };
  const decoder: Decoder = {
    variables: { w },
    state: {},
    apply: (z) => tf.matMul(z, w),
    dispose: () => w.dispose(),
  };
  return { encoder, decoder, likelihood: normal({ scale: 0.5 }) };
}

describe('DReG', () => {
  test.each(['normal', 'laplace'] as const)(
    'has the gradient of IWAE in expectation, %s posteriors that overlap',
    (posterior) => {
      const [rows, seeds] = [300, 25];
      const models = (['iwae', 'dreg'] as const).map((objective) =>
        mmvae({
          modalities: { a: free(-0.5, -0.5, 0.2), b: free(1, 0, -0.3) },
          latent: { shared: 1, private: 1 },
          objective,
          samples: 3,
          posterior,
          weights: { a: 0.6, b: 0.4 },
          rng: Rng.fromSeed(1),
        }),
      );
      const batch = { a: tf.fill([rows, 1], 0.8), b: tf.fill([rows, 1], 0.4) };
      const [iwae, dreg] = models.map((model) =>
        Array.from({ length: seeds }, (_, seed) => onOneTape(model, batch, { rng: Rng.fromSeed(seed) }).gradients),
      );
      for (const path of Object.keys(models[0]!.variables)) {
        const differences = iwae!.map((own, seed) => own[path]![0]! - dreg![seed]![path]![0]!);
        const mean = differences.reduce((sum, x) => sum + x, 0) / seeds;
        const error = Math.sqrt(differences.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (seeds - 1) / seeds);
        // t with 24 degrees of freedom beyond 5: once in 20,000, for 8 parameters once in 3,000 seeds; these are fixed. Squared
        // weights alone, which take no account of overlap, miss by 10 standard errors (Laplace).
        expect(Math.abs(mean), path).toBeLessThan(5 * error + 1e-6);
      }
      for (const model of models) model.dispose();
      tf.dispose(batch);
    },
  );

  test('has less variance, and none where the posterior is exact', () => {
    // x = z + ε with ε of variance 1: the posterior of z at x = 1 is N(½, ½).
    const spread = (objective: 'iwae' | 'dreg', loc: number): number => {
      const [l, v] = [tf.variable(tf.tensor1d([loc])), tf.variable(tf.tensor1d([Math.log(0.5)]))];
      const tile = (x: tf.Tensor): tf.Tensor2D => tf.tile(tf.expandDims(x, 0), [1, 1]);
      const encoder: Encoder = {
        variables: { l, v },
        state: {},
        apply: () => ({ shared: { loc: tile(l), logVar: tile(v) } }),
        dispose: () => tf.dispose([l, v]),
      };
      const decoder: Decoder = { variables: {}, state: {}, apply: (z) => tf.clone(z), dispose: () => {} };
      // Two modalities with the same posterior: a mixture whose components overlap wholly. The second one has nothing to say.
      const same: Encoder = { ...encoder, variables: {}, dispose: () => {} };
      const model = createMultimodalVae({
        modalities: {
          a: { encoder, decoder, likelihood: normal({ scale: 1 }) },
          b: { encoder: same, decoder, likelihood: normal({ scale: 1e6 }) },
        },
        latent: { shared: 1 },
        objective: mmvaeObjective({ objective, samples: 4 }),
        rng: Rng.fromSeed(1),
      });
      const batch = { a: tf.tensor2d([[1]]), b: tf.tensor2d([[0]]) };
      const gradients = Array.from({ length: 50 }, (_, seed) => {
        const { gradients: each } = onOneTape(model, batch, { rng: Rng.fromSeed(seed) });
        return each['encoders.a.l']![0]!;
      });
      model.dispose();
      tf.dispose(batch);
      const mean = gradients.reduce((sum, x) => sum + x, 0) / 50;
      return Math.sqrt(gradients.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 49);
    };
    expect(spread('iwae', 0.5)).toBeGreaterThan(0.1);
    expect(spread('dreg', 0.5)).toBeLessThan(1e-5);
    expect(spread('dreg', 0.6)).toBeLessThan(0.5 * spread('iwae', 0.6));
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
    tf.tidy(() => {
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
    });
    model.dispose();
  });
});
