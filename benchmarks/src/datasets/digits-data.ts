import { type DigitsDataset, type DigitsSplit, digitTextLength, encodeText, syntheticDigits } from '@polyvae/datasets';
import { mnistSvhnText } from '@polyvae/datasets/node';
import { digitModalities, mnistClassifier, svhnClassifier, textClassifier } from '@polyvae/models';
import type { DatasetData, LabelledSource, OpenedData, Split } from './dataset.js';
import { labelled, labelledImages } from './labelled.js';

const readable = (text: string): string => text.trim();

function splitOf(split: DigitsSplit): Split {
  const { size, labels, unimodal } = split;
  const textsOf = (items: Uint32Array) =>
    encodeText(
      Array.from(items, (item) => split.text(item)),
      digitTextLength,
    );
  const sources: Readonly<Record<string, () => LabelledSource>> = {
    mnist: () => labelledImages(unimodal.mnist, [28, 28, 1]),
    svhn: () => labelledImages(unimodal.svhn, [32, 32, 3]),
    text: () => labelled(labels, 1, textsOf),
  };
  return {
    size,
    get: (items) => split.get(items),
    targets: labels,
    labelled: (modality) => sources[modality]!(),
    text: (item) => readable(split.text(item)),
  };
}

function opened({ name, description, train, test }: DigitsDataset): OpenedData {
  return { name, description, train: splitOf(train), test: splitOf(test) };
}

/** MNIST-SVHN-Text as jobs compute with it. */
export const digitsData: DatasetData = {
  modalities: [
    { key: 'mnist', medium: 'image', letter: 'M', title: 'MNIST', officialSize: 60_000 },
    { key: 'svhn', medium: 'image', letter: 'S', title: 'SVHN', officialSize: 73_257 },
    { key: 'text', medium: 'text', letter: 'T', title: 'Text', judgedAsWritten: true, readable },
  ],
  target: { type: 'class', names: Array.from({ length: 10 }, (_, digit) => String(digit)) },
  largestChunk: 256,
  grid: { rows: 8, columns: 8 },
  synthetic: (size, rng) => opened(syntheticDigits({ rng, ...size })),
  open: async ({ paths, testSize }, rng) =>
    opened(await mnistSvhnText({ mnist: paths.mnist!, svhn: paths.svhn!, rng, testSize })),
  modalitiesOf: ({ centred }) => digitModalities({ centred }),
  judges: {
    mnist: ({ rng, dropout }) => mnistClassifier({ rng, dropout }),
    svhn: ({ rng, dropout }) => svhnClassifier({ rng, dropout }),
    text: ({ rng, dropout }) => textClassifier({ rng, dropout }),
  },
};
