import { type FacesDataset, type FacesSplit, faceAttributes, syntheticFaces } from '@polyvae/datasets';
import { celebaText } from '@polyvae/datasets/node';
import { celebaImageClassifier, celebaModalities, celebaTextClassifier } from '@polyvae/models';
import type { DatasetData, OpenedData, Split } from './dataset.js';
import { labelled, modalityOf } from './labelled.js';

const labels = faceAttributes.length;

/** A text on one line (the alphabet has a line feed), without the asterisks that fill it up. */
function readable(text: string): string {
  let end = text.length;
  while (text[end - 1] === '*') end--;
  return text.slice(0, end).replaceAll('\n', '↵');
}

function splitOf(split: FacesSplit, size = split.size): Split {
  const targets = split.attributes.subarray(0, size * labels);
  return {
    size,
    get: (items) => split.get(items),
    targets,
    labelled: (modality) => labelled(targets, labels, modalityOf(split, modality)),
    text: (item) => readable(split.text(item)),
  };
}

/** @param testSize Test items at most, the first ones. */
function opened(data: FacesDataset & { close?(): void }, testSize = data.test.size): OpenedData {
  const { name, description, train, test } = data;
  const cut = testSize < test.size;
  const shown = `${description.replace(/\.$/, '')}; of the test images the first ${testSize.toLocaleString('en-US')} are used.`;
  return {
    name,
    description: cut ? shown : description,
    train: splitOf(train),
    test: splitOf(test, Math.min(testSize, test.size)),
    close: () => data.close?.(),
  };
}

const notes = { check: 'checking decoded faces', decode: 'decoding faces' } as const;

/** CelebA with its attributes as text, as jobs compute with it. */
export const facesData: DatasetData = {
  modalities: [
    { key: 'image', medium: 'image', letter: 'I', title: 'Image' },
    { key: 'text', medium: 'text', letter: 'T', title: 'Text', readable },
  ],
  target: { type: 'labels', names: faceAttributes.map((name) => name.replaceAll('_', ' ')) },
  largestChunk: 128,
  grid: { rows: 3, columns: 16 },
  synthetic: (size, rng) => opened(syntheticFaces({ rng, ...size })),
  async open({ paths, testSize, skipCorrupt }, rng, { onProgress, signal }) {
    const faces = await celebaText({
      directory: paths.celeba!,
      partition: paths.partition,
      cache: paths.cache,
      rng,
      skipCorrupt,
      signal,
      onProgress: onProgress && (({ step, ...progress }) => onProgress({ note: notes[step], ...progress })),
    });
    return opened(faces, testSize);
  },
  modalitiesOf: ({ width = 128 }) => celebaModalities({ width }),
  judges: { image: celebaImageClassifier, text: celebaTextClassifier },
};
