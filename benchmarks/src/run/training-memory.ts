import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import type { DatasetData, Split } from '../datasets/dataset.js';
import { requireMemory } from '../input/available-memory.js';
import { buildModel } from '../jobs/compute/build-model.js';
import type { Experiment } from '../paper/experiment.js';

/** Of a weight, its gradient and Adam's two moments, 4 bytes each. */
const bytesOfParameter = 16;
/** Of a value of a batch and of its reconstruction. */
const bytesOfValue = 8;

/** A stream that is told of every layer's weights before there is memory for them, and gives zeros. */
function counting(onWeights: (count: number) => void): Rng {
  const counted: Rng = new Proxy(Rng.fromSeed(0), {
    get(rng, name) {
      if (name === 'fork' || name === 'split') return () => counted;
      if (name === 'uniforms') {
        return (count: number) => {
          onWeights(count);
          return new Float32Array(count);
        };
      }
      const value: unknown = Reflect.get(rng, name, rng);
      return typeof value === 'function' ? value.bind(rng) : value;
    },
  });
  return counted;
}

/**
 * Refuses a training whose model or batch cannot fit the memory, before any of it is made.
 * @throws {UserError} that says what is needed and what is there.
 */
export function requireTrainingFits(
  experiment: Experiment,
  data: DatasetData,
  { train, batchSize }: { readonly train: Split; readonly batchSize: number },
): void {
  let parameters = 0;
  const model = buildModel(
    experiment,
    data,
    counting((count) => {
      parameters += count;
      requireMemory(
        `${experiment.title}: training its weights (with gradients and Adam's moments)`,
        parameters * bytesOfParameter,
        'Choose a smaller latent or width.',
      );
    }),
  );
  model.dispose();
  // A batch that is larger than the data is refused by the training itself.
  if (batchSize > train.size) return;
  const item = train.get(Uint32Array.of(0));
  const values = Object.values(item).reduce((sum, { size }) => sum + size, 0);
  tf.dispose(item);
  requireMemory(
    `${experiment.title}: a step on a batch of ${batchSize.toLocaleString('en-US')} items`,
    parameters * bytesOfParameter + batchSize * values * bytesOfValue,
    'Choose a smaller batch.',
  );
}
