/**
 * What must come out the same in Node and in a browser, through every browser-safe package: random numbers, drawn digits,
 * faces and textures, weights saved and loaded, and a conditional generation on the plain CPU backend.
 */
import { syntheticDigits, syntheticFaces, syntheticPolyMnist } from '@polyvae/datasets';
import { jensenShannon } from '@polyvae/divergences';
import { linearProbe } from '@polyvae/metrics';
import { digitModalities, mmjsd } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import { loadWeights, saveWeights } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs';

/** FNV-1a, so that pixels can be compared exactly. */
function checksum(bytes: ArrayLike<number>): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) h = Math.imul(h ^ bytes[i]!, 0x01000193);
  return h >>> 0;
}

export interface Outcome {
  /** Must be equal to the last bit. */
  readonly exact: {
    readonly normals: number[];
    readonly digits: number;
    readonly street: number;
    readonly text: number;
    readonly face: number;
    readonly textures: number;
  };
  /** Floating-point results of the tensor engine: equal up to rounding. */
  readonly close: {
    readonly generated: number;
    readonly reloaded: number;
    readonly divergence: number;
    readonly probe: number;
  };
}

export async function computeOutcome(): Promise<Outcome> {
  tf.enableProdMode();
  await tf.setBackend('cpu');
  const rng = Rng.fromSeed(7);
  const digits = syntheticDigits({ rng: rng.fork('data'), trainSize: 20, testSize: 10 });
  const batch = digits.train.get(Uint32Array.from([0, 1, 2, 3]));
  const sizes = { trainSize: 2, testSize: 1 };
  const faces = syntheticFaces({ rng: rng.fork('faces'), ...sizes }).train.get(Uint32Array.of(0, 1));
  const views = syntheticPolyMnist({ rng: rng.fork('polymnist'), ...sizes }).train;
  const bytes = async (x: tf.Tensor): Promise<number[]> => [...(await x.data())].map((v) => Math.round(255 * v));

  const build = (seed: number): ReturnType<typeof mmjsd> =>
    mmjsd({ modalities: digitModalities(), latent: { shared: 4, private: 2 }, rng: Rng.fromSeed(seed) });
  const model = build(1);
  const generate = async (from: typeof model): Promise<number> => {
    const { mnist } = from.generateFrom({ text: batch.text }, ['mnist'], { rng: Rng.fromSeed(3) }) as {
      mnist: tf.Tensor;
    };
    return (await tf.mean(mnist).data())[0]!;
  };
  const generated = await generate(model);
  const other = build(2);
  loadWeights(other, await saveWeights(model));
  const reloaded = await generate(other);

  const posterior = model.encode({ mnist: batch.mnist }).shared;
  const divergence = jensenShannon([posterior, posterior], { mean: 'geometric' });
  const z = tf.tensor2d([[0], [1], [2], [3]]);
  const probe = await linearProbe({ train: { x: z, y: [0, 0, 1, 1] }, test: { x: z, y: [0, 0, 1, 1] } });

  return {
    exact: {
      normals: [...Rng.fromSeed('browser').normals(1000)],
      digits: checksum(await bytes(batch.mnist)),
      street: checksum(await bytes(batch.svhn)),
      text: checksum(await bytes(batch.text)),
      face: checksum(await bytes(faces.image)),
      textures: checksum((['m0', 'm1', 'm2', 'm3', 'm4'] as const).flatMap((name) => [...views.image(0, name)])),
    },
    close: {
      generated,
      reloaded,
      divergence: (await tf.max(tf.abs(divergence)).data())[0]!,
      probe: probe.accuracy,
    },
  };
}
