import {
  type DigitsDataset,
  type FacesDataset,
  type FacesSplit,
  faceAttributes,
  syntheticDigits,
  syntheticFaces,
} from '@polyvae/datasets';
import { type CelebaDataset, celebaText, mnistSvhnText } from '@polyvae/datasets/node';
import { Rng } from '@polyvae/random';
import type { DatasetName } from '../experiment.js';
import { type DataSpec, type DigitsData, datasetOf, type FacesData, isFaces } from './data-spec.js';

/** Progress of decoding images for the first time. */
export type DecodingProgress = (progress: { readonly done: number; readonly total: number }) => void;

async function openDigits(spec: DigitsData): Promise<DigitsDataset> {
  const rng = Rng.fromSeed(spec.seed);
  if (spec.kind === 'synthetic') {
    return syntheticDigits({ rng, trainSize: spec.trainSize, testSize: spec.testSize });
  }
  return mnistSvhnText({ ...spec.paths, rng, testSize: spec.testSize });
}

/** The first items of a split, or all if there are fewer. */
function firstItems(split: FacesSplit, size: number): FacesSplit {
  if (size >= split.size) return split;
  return { ...split, size, attributes: split.attributes.subarray(0, size * faceAttributes.length) };
}

async function openFaces(spec: FacesData, onProgress?: DecodingProgress): Promise<FacesDataset> {
  const rng = Rng.fromSeed(spec.seed);
  if (spec.kind === 'synthetic-faces') {
    return syntheticFaces({ rng, trainSize: spec.trainSize, testSize: spec.testSize });
  }
  const { paths, testSize, skipCorrupt } = spec;
  const { celeba: directory, partition, cache } = paths;
  const faces = await celebaText({ directory, partition, rng, cache, skipCorrupt, onProgress });
  return testSize === undefined ? faces : { ...faces, test: firstItems(faces.test, testSize) };
}

type Dataset = DigitsDataset | FacesDataset;

function closeFiles(data: Dataset): void {
  if ('close' in data) (data as CelebaDataset).close();
}

/** The last of each data set. */
const opened = new Map<DatasetName, { readonly key: string; readonly made: Promise<Dataset> }>();

/**
 * The data set of a specification; made once in a process, the last one of each kind is kept.
 * @param onProgress Told while images are decoded for the first time.
 */
export function openData(spec: DigitsData): Promise<DigitsDataset>;
export function openData(spec: FacesData, onProgress?: DecodingProgress): Promise<FacesDataset>;
export function openData(spec: DataSpec, onProgress?: DecodingProgress): Promise<Dataset>;
export function openData(spec: DataSpec, onProgress?: DecodingProgress): Promise<Dataset> {
  const key = JSON.stringify(spec);
  const dataset = datasetOf(spec);
  const known = opened.get(dataset);
  if (known?.key === key) return known.made;
  void known?.made.then(closeFiles, () => {});
  const made = isFaces(spec) ? openFaces(spec, onProgress) : openDigits(spec);
  opened.set(dataset, { key, made });
  made.catch(() => {
    if (opened.get(dataset)?.made === made) opened.delete(dataset);
  });
  return made;
}
