/** Trainings that are done in a browser and in Node, to compare them. */
import { jit } from '@polyvae/backend-onnx/web';
import { arraySource, syntheticDigits } from '@polyvae/datasets';
import { convModality, denseModality, digitModalities, mmjsd, mmvae, mvae } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import { fit as train } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs';

const presets = { mvae, mmvae, mmjsd };

/**
 * Trains a small model of each objective on two modalities, of which some items lack one.
 * @returns Mean losses of the last epoch; an epoch has one step.
 */
export async function trainEach(
  steps: number,
  names: readonly (keyof typeof presets)[] = ['mvae', 'mmvae', 'mmjsd'],
): Promise<Record<string, number>> {
  const rng = Rng.fromSeed(3);
  const items = Array.from({ length: 8 }, () => Float32Array.from(rng.normals(64), (value) => Math.abs(value) % 1));
  const image = tf.tensor(
    items.flatMap((item) => [...item]),
    [8, 8, 8, 1],
  );
  const data = arraySource({
    image,
    scan: items.map((item, i) => (i === 2 ? null : [...item.subarray(0, 4)])),
  });
  const losses: Record<string, number> = {};
  for (const name of names) {
    const model = presets[name]({
      modalities: {
        image: convModality({ shape: [8, 8, 1], width: 8, features: 16 }),
        scan: denseModality({ shape: 4 }),
      },
      latent: { shared: 3 },
      rng: Rng.fromSeed(4),
    });
    const training = train(model, data, { epochs: steps, batchSize: 8, rng: Rng.fromSeed(5), compile: jit });
    const last = await training.last();
    losses[name] = Number(last!.terms.loss);
    model.dispose();
  }
  image.dispose();
  return losses;
}

/** Median time of a step of mmJSD with the paper's networks on digits, batches of 32; the first ones compile. */
export async function stepMilliseconds(steps: number): Promise<number> {
  const rng = Rng.fromSeed(7);
  const digits = syntheticDigits({ rng, trainSize: 32 * steps, testSize: 1 });
  const model = mmjsd({ modalities: digitModalities(), latent: { shared: 20 }, rng });
  const times: number[] = [];
  let begin = performance.now();
  const onStep = (): void => {
    times.push(performance.now() - begin);
    begin = performance.now();
  };
  const training = train(model, digits.train, { epochs: 1, batchSize: 32, rng, compile: jit, onStep });
  await training.last();
  model.dispose();
  const timed = times.slice(4).sort((a, b) => a - b);
  return timed[timed.length >> 1]!;
}
