import { type PolyMnistDataset, type PolyMnistSplit, polyMnistNames, syntheticPolyMnist } from '@polyvae/datasets';
import { polyMnist } from '@polyvae/datasets/node';
import { polymnistClassifier, polymnistModalities } from '@polyvae/models';
import type { DatasetData, ModalityInfo, OpenedData, Split } from './dataset.js';
import { labelled, modalityOf } from './labelled.js';

function splitOf(split: PolyMnistSplit): Split {
  const { size, labels } = split;
  return {
    size,
    get: (items) => split.get(items),
    targets: labels,
    labelled: (modality) => labelled(labels, 1, modalityOf(split, modality)),
  };
}

function opened({ name, description, train, test }: PolyMnistDataset): OpenedData {
  return { name, description, train: splitOf(train), test: splitOf(test) };
}

/** PolyMNIST as jobs compute with it. */
export const polymnistData: DatasetData = {
  modalities: polyMnistNames.map((key): ModalityInfo => ({ key, medium: 'image', letter: key, title: key })),
  target: { type: 'class', names: Array.from({ length: 10 }, (_, digit) => String(digit)) },
  largestChunk: 256,
  grid: { rows: 8, columns: 8 },
  synthetic: (size, rng) => opened(syntheticPolyMnist({ rng, ...size })),
  open: async ({ paths, testSize }, _, { onProgress, signal }) =>
    opened(
      await polyMnist({
        directory: paths.polymnist!,
        ...(testSize !== undefined && { testSize }),
        ...(signal && { signal }),
        ...(onProgress && { onProgress: (progress) => onProgress({ note: 'decoding images', ...progress }) }),
      }),
    ),
  modalitiesOf: ({ centred }) => polymnistModalities({ centred }),
  judges: Object.fromEntries(
    polyMnistNames.map((key) => [key, ({ rng, dropout }) => polymnistClassifier({ rng, dropout })]),
  ),
};
