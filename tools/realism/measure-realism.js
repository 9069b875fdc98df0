import { syntheticDigits } from '@polyvae/datasets';
import { readMnist, readSvhn } from '@polyvae/datasets/node';
import { Classifier, mnistClassifier, svhnClassifier } from '@polyvae/models';
import { adam, fit } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs';

/** @typedef {import('@polyvae/datasets').LabelledImages} LabelledImages */
/** @typedef {import('@polyvae/random').Rng} Rng */

const TRAIN_SIZE = 20_000;
const BATCH = 64;
const CHUNK = 250;

/** The SVHN classifier is slow to start because of its dropout. */
const JUDGES = {
  mnist: { shape: [28, 28, 1], steps: 3_000, network: mnistClassifier },
  svhn: { shape: [32, 32, 3], steps: 2_500, network: svhnClassifier },
};

/**
 * Trains the classifiers of Table 6 of Sutter et al. 2020 on synthetic digits alone and tests them on the MNIST test set and on
 * all SVHN digits found. The real images are only tested on; nothing is chosen by them here.
 * @param {{ mnistDir: string, svhnDir: string, rng: Rng, onStep(modality: string, step: number, steps: number): void }} options
 * @returns Of each modality the accuracy on real images, and the fraction recognised of each digit (`recall`).
 * @throws {DataFileError} if a file is missing or damaged.
 */
export async function measureRealism({ mnistDir, svhnDir, rng, onStep }) {
  const real = {
    mnist: [await readMnist(mnistDir, 'test')],
    svhn: [await readSvhn(svhnDir, 'train'), await readSvhn(svhnDir, 'test')],
  };
  const { unimodal } = syntheticDigits({ rng: rng.fork('data'), trainSize: TRAIN_SIZE, testSize: 1 }).train;
  const results = [];
  for (const modality of /** @type {const} */ (['mnist', 'svhn'])) {
    const { shape, steps, network } = JUDGES[modality];
    const classifier = new Classifier(network({ rng: rng.fork(`${modality}-classifier`) }));
    const data = batches(unimodal[modality], shape);
    await train(classifier, data, steps, rng.fork(modality), (step) => onStep(modality, step, steps));
    const tested = await test(classifier, real[modality], shape);
    results.push({ modality, ...tested, steps, syntheticImages: TRAIN_SIZE });
    classifier.dispose();
  }
  return results;
}

/**
 * Labelled bytes as `{ x, y }`, x from 0 to 1.
 * @param {LabelledImages} data @param {number[]} shape Of an image.
 */
function batches({ images, labels }, shape) {
  const length = tf.util.sizeFromShape(shape);
  return {
    size: labels.length,
    /** @param {ArrayLike<number>} indices */
    get(indices) {
      const rows = Array.from(indices);
      const values = new Float32Array(rows.length * length);
      for (const [row, i] of rows.entries()) values.set(images.subarray(i * length, (i + 1) * length), row * length);
      const y = tf.tensor1d(
        Int32Array.from(rows, (i) => labels[i] ?? 0),
        'int32',
      );
      return { x: tf.tidy(() => tf.div(tf.tensor(values, [rows.length, ...shape]), 255)), y };
    },
  };
}

/**
 * Steps of Adam; the learning rate falls from 1e-3 to nothing.
 * @param {Classifier} model @param {ReturnType<typeof batches>} data @param {number} steps @param {Rng} rng
 * @param {(step: number) => void} onStep
 */
async function train(model, data, steps, rng, onStep) {
  const epochs = Math.ceil(steps / Math.floor(data.size / BATCH));
  const optimizer = adam({ learningRate: (step) => 1e-3 * Math.max(0, 1 - step / steps), epsilon: 1e-8 });
  const stepsPerEpoch = Math.ceil(steps / epochs);
  const options = { epochs, batchSize: BATCH, stepsPerEpoch, rng, optimizer };
  for await (const _ of fit(model, data, { ...options, onStep: ({ step }) => onStep(step) }));
}

/** @param {Classifier} model @param {readonly LabelledImages[]} parts @param {number[]} shape */
async function test(model, parts, shape) {
  const [right, all] = [new Float64Array(10), new Float64Array(10)];
  for (const part of parts) {
    const source = batches(part, shape);
    for (let start = 0; start < source.size; start += CHUNK) {
      const items = Array.from({ length: Math.min(CHUNK, source.size - start) }, (_, i) => start + i);
      const { x, y } = source.get(items);
      const guess = model.classify(x);
      const guesses = await guess.data();
      tf.dispose([guess, x, y]);
      for (const [row, item] of items.entries()) {
        const digit = part.labels[item] ?? 0;
        all[digit] = (all[digit] ?? 0) + 1;
        if (guesses[row] === digit) right[digit] = (right[digit] ?? 0) + 1;
      }
    }
  }
  const sum = (/** @type {Float64Array} */ counts) => counts.reduce((total, n) => total + n, 0);
  const recall = Array.from(right, (n, digit) => n / (all[digit] ?? 0));
  return { accuracy: sum(right) / sum(all), recall, realImages: sum(all) };
}
