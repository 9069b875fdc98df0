import * as tf from '@tensorflow/tfjs';
import { numbers } from './compare.js';

/** A model, its data and how it is trained; made anew on each backend. */
export interface Training {
  readonly layers: () => tf.layers.Layer[];
  readonly input: readonly number[];
  readonly output: readonly number[];
  readonly optimizer?: () => tf.Optimizer;
  readonly loss?: string;
  /** Inputs as whole numbers below this, for embeddings. */
  readonly vocabulary?: number;
}

/** A training from inputs to outputs of these shapes, without the batch. */
export function trainingOf(
  input: readonly number[],
  output: readonly number[],
  layers: () => tf.layers.Layer[],
): Training {
  return { input, output, layers };
}

/** Result of a training. */
export interface Outcome {
  readonly losses: number[];
  readonly prediction: number[];
  readonly score: number[];
  readonly weights: number[][];
}

const SAMPLES = 20;
const BATCH = 4;
const EPOCHS = 10;

function data({ input, output, vocabulary, loss }: Training): [tf.Tensor, tf.Tensor] {
  const raw = numbers([SAMPLES, ...input], 3);
  const x = vocabulary ? raw.map((value) => Math.floor(((value + 1) / 2) * vocabulary)) : raw;
  const classes = output.at(-1)!;
  const y =
    loss === 'categoricalCrossentropy'
      ? Float32Array.from({ length: SAMPLES * classes }, (_, i) =>
          i % classes === Math.floor(i / classes) % classes ? 1 : 0,
        )
      : numbers([SAMPLES, ...output], 4);
  return [tf.tensor(x, [SAMPLES, ...input]), tf.tensor(y, [SAMPLES, ...output])];
}

/** A model with the same weights on every backend. */
export function build(training: Training): tf.Sequential {
  const model = tf.sequential({ layers: training.layers() });
  const weights = model.getWeights().map((weight, i) => {
    // Variances, among them those of batch normalisation, have to be positive.
    const values = numbers(weight.shape, i + 5).map((value) =>
      weight.shape.length > 1 ? 0.4 * value : 1 + 0.1 * value,
    );
    return tf.tensor(values, weight.shape);
  });
  model.setWeights(weights);
  tf.dispose(weights);
  model.compile({
    optimizer: training.optimizer?.() ?? tf.train.sgd(0.05),
    loss: training.loss ?? 'meanSquaredError',
    metrics: ['mae'],
  });
  return model;
}

/** Trains on a backend for 50 steps. */
export async function train(backend: string, training: Training): Promise<Outcome> {
  await tf.setBackend(backend);
  const model = build(training);
  const [x, y] = data(training);
  const losses: number[] = [];
  await model.fit(x, y, {
    epochs: EPOCHS,
    batchSize: BATCH,
    shuffle: false,
    verbose: 0,
    callbacks: { onBatchEnd: (_, logs) => void losses.push(logs!.loss as number) },
  });
  const predicted = model.predict(x, { batchSize: 8 }) as tf.Tensor;
  const scored = model.evaluate(x, y, { batchSize: 8 }) as tf.Scalar[];
  const outcome = {
    losses,
    prediction: [...predicted.dataSync()],
    score: scored.map((value) => value.dataSync()[0]!),
    weights: model.getWeights().map((weight) => [...weight.dataSync()]),
  };
  tf.dispose([x, y, predicted, ...scored]);
  model.dispose();
  return outcome;
}
