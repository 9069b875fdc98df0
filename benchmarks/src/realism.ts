import { type LabelledImages, syntheticDigits } from '@polyvae/datasets';
import { readMnist, readSvhn } from '@polyvae/datasets/node';
import { Classifier, type ClassifierBatch, mnistClassifier, svhnClassifier } from '@polyvae/models';
import type { Rng } from '@polyvae/random';
import { adam, type BatchSource, fit } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs';
import { labelledBatches } from './units/labelled-batches.js';

/** Options of {@link measureRealism}. */
export interface RealismOptions {
  /** Folder of the official MNIST files. */
  readonly mnistDir: string;
  /** Folder of `train_32x32.mat` and `test_32x32.mat`; all images of both are tested on. */
  readonly svhnDir: string;
  readonly rng: Rng;
  /** Synthetic images to train on; default 20,000. */
  readonly trainSize?: number;
  /** Items in a training batch; default 64. */
  readonly batchSize?: number;
  /** Training steps of the MNIST classifier; default 3,000. */
  readonly mnistSteps?: number;
  /** Training steps of the SVHN classifier, which is slow to start because of its dropout; default 2,500. */
  readonly svhnSteps?: number;
  readonly onStep?: (event: { modality: 'mnist' | 'svhn'; step: number; steps: number }) => void;
}

/** How well a classifier that has seen only synthetic digits does on real ones. */
export interface RealismResult {
  readonly accuracy: number;
  /** Fraction recognised of each digit. */
  readonly recall: readonly number[];
  readonly realImages: number;
  readonly syntheticImages: number;
  readonly steps: number;
}

const shapes = { mnist: [28, 28, 1], svhn: [32, 32, 3] } as const;

/**
 * Trains the classifiers of Table 6 on synthetic digits alone and tests them on the MNIST test set and on all SVHN
 * digits found. The real images are only tested on; nothing is chosen by them here.
 * @throws {DataFileError} if a file is missing or damaged.
 * @see Sutter et al. 2020, Table 6
 */
export async function measureRealism(
  options: RealismOptions,
): Promise<{ readonly mnist: RealismResult; readonly svhn: RealismResult }> {
  const { rng, trainSize = 20_000, batchSize = 64, mnistSteps = 3_000, svhnSteps = 2_500, onStep } = options;
  const realMnist = await readMnist(options.mnistDir, 'test');
  const realSvhn = joined([await readSvhn(options.svhnDir, 'train'), await readSvhn(options.svhnDir, 'test')]);
  const { unimodal } = syntheticDigits({ rng: rng.fork('data'), trainSize, testSize: 1 }).train;
  const measure = async (
    modality: 'mnist' | 'svhn',
    classifier: Classifier,
    real: LabelledImages,
    steps: number,
  ): Promise<RealismResult> => {
    try {
      await train(classifier, labelledBatches(unimodal[modality], shapes[modality]), {
        rng: rng.fork(modality),
        batchSize,
        steps,
        onStep: (step) => onStep?.({ modality, step, steps }),
      });
      return { ...(await test(classifier, real, modality)), syntheticImages: trainSize, steps };
    } finally {
      classifier.dispose();
    }
  };
  const mnist = await measure(
    'mnist',
    new Classifier(mnistClassifier({ rng: rng.fork('mnist-classifier') })),
    realMnist,
    mnistSteps,
  );
  const svhn = await measure(
    'svhn',
    new Classifier(svhnClassifier({ rng: rng.fork('svhn-classifier') })),
    realSvhn,
    svhnSteps,
  );
  return { mnist, svhn };
}

/** `steps` steps of Adam; the learning rate falls from 1e-3 to nothing. */
async function train(
  model: Classifier,
  data: BatchSource<ClassifierBatch>,
  options: { rng: Rng; batchSize: number; steps: number; onStep: (step: number) => void },
): Promise<void> {
  const { rng, batchSize, steps } = options;
  const epochs = Math.ceil(steps / Math.floor(data.size / batchSize));
  const optimizer = adam({ learningRate: (step: number) => 1e-3 * Math.max(0, 1 - step / steps), epsilon: 1e-8 });
  const onStep = (event: { readonly step: number }): void => options.onStep(event.step);
  for await (const _ of fit(model, data, {
    epochs,
    batchSize,
    stepsPerEpoch: Math.ceil(steps / epochs),
    rng,
    optimizer,
    onStep,
  }));
}

async function test(
  model: Classifier,
  real: LabelledImages,
  modality: 'mnist' | 'svhn',
): Promise<Omit<RealismResult, 'syntheticImages' | 'steps'>> {
  const source = labelledBatches(real, shapes[modality]);
  const right = new Array<number>(10).fill(0);
  const all = new Array<number>(10).fill(0);
  for (let start = 0; start < source.size; start += 250) {
    const items = Uint32Array.from({ length: Math.min(250, source.size - start) }, (_, i) => start + i);
    const batch = source.get(items);
    const guess = model.classify(batch.x);
    const guesses = await guess.data();
    tf.dispose([guess, batch.x, batch.y]);
    items.forEach((item, row) => {
      const digit = real.labels[item]!;
      all[digit]!++;
      if (guesses[row] === digit) right[digit]!++;
    });
  }
  return {
    accuracy: right.reduce((sum, n) => sum + n, 0) / source.size,
    recall: right.map((n, digit) => n / all[digit]!),
    realImages: source.size,
  };
}

function joined(parts: readonly LabelledImages[]): LabelledImages {
  const images = new Uint8Array(parts.reduce((sum, part) => sum + part.images.length, 0));
  const labels = new Uint8Array(parts.reduce((sum, part) => sum + part.labels.length, 0));
  let image = 0;
  let label = 0;
  for (const part of parts) {
    images.set(part.images, image);
    labels.set(part.labels, label);
    image += part.images.length;
    label += part.labels.length;
  }
  return { images, labels };
}
