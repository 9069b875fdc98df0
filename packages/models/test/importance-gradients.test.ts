import {
  type Batch,
  batchNorm,
  linear,
  type ModalityOptions,
  type MultimodalVae,
  mmvae,
  mmvaeObjective,
  sequential,
} from '@polyvae/models';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { context, onOneTape, wide4 } from './importance-losses.js';
import { type Key, smallBatch, smallModel, vectors } from './small-model.js';

/** Loss and gradients by path, from chunks. */
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
  present: Object.fromEntries(Object.entries(masks).map(([key, mask]) => [key, Uint8Array.from(mask)])),
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
