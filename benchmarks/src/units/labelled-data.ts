import { type DigitsSplit, digitTextLength, encodeText } from '@polyvae/datasets';
import type { ClassifierBatch } from '@polyvae/models';
import type { BatchSource } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs';
import type { DigitKey } from '../experiment.js';
import { labelledBatches } from './labelled-batches.js';

/** Batches of one modality, and what its items show. */
export interface LabelledData extends BatchSource<ClassifierBatch> {
  readonly labels: Uint8Array;
}

/** One modality of a split with its labels: the images as they are before pairing, or the texts of all items. */
export function labelledData(split: DigitsSplit, modality: DigitKey): LabelledData {
  switch (modality) {
    case 'mnist':
      return { ...labelledBatches(split.unimodal.mnist, [28, 28, 1]), labels: split.unimodal.mnist.labels };
    case 'svhn':
      return { ...labelledBatches(split.unimodal.svhn, [32, 32, 3]), labels: split.unimodal.svhn.labels };
    case 'text':
      return {
        size: split.size,
        labels: split.labels,
        get: (items) => ({
          x: encodeText(
            Array.from(items, (item) => split.text(item)),
            digitTextLength,
          ),
          y: tf.tensor1d(
            Array.from(items, (item) => split.labels[item]!),
            'int32',
          ),
        }),
      };
  }
}
