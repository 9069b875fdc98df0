import {
  DataFileError,
  type DigitsDataset,
  type FacesDataset,
  faceAttributes,
  syntheticDigits,
  syntheticFaces,
} from '@polyvae/datasets';
import { type CelebaDataset, type CelebaProgress, celebaText, mnistSvhnText } from '@polyvae/datasets/node';
import { Rng } from '@polyvae/random';
import type { DatasetName } from '../experiment.js';
import { type DataSpec, type DigitsData, datasetOf, type FacesData, isFaces } from './data-spec.js';

/** What may be asked for while images are decoded for the first time. */
export interface OpenOptions {
  /** Told how far it is. */
  readonly onProgress?: (progress: CelebaProgress) => void;
  /** Stops it; what is finished is kept. */
  readonly signal?: AbortSignal;
}

async function openDigits(spec: DigitsData): Promise<DigitsDataset> {
  const rng = Rng.fromSeed(spec.seed);
  if (spec.kind === 'synthetic') {
    return syntheticDigits({ rng, trainSize: spec.trainSize, testSize: spec.testSize });
  }
  return mnistSvhnText({ ...spec.paths, rng, testSize: spec.testSize });
}

/** A data set with at most so many test items, the first ones. */
function withTestItems<D extends FacesDataset>(data: D, size: number): D {
  const { test, description } = data;
  if (size >= test.size) return data;
  const attributes = test.attributes.subarray(0, size * faceAttributes.length);
  return {
    ...data,
    description: `${description.replace(/\.$/, '')}; of the test images the first ${size.toLocaleString('en-US')} are used.`,
    test: { ...test, size, attributes },
  };
}

/** What the data set's advice calls an option is another on the command line. */
const commandOptions = [
  ['with the option `partition`', 'with --celeba-partition FILE'],
  ['with the option `cache`', 'with --celeba-cache DIR'],
  ['pass `skipCorrupt: true`', 'add --skip-corrupt'],
] as const;

function withCommandOptions({ problem }: DataFileError): DataFileError {
  const advice = commandOptions.reduce((text, [option, command]) => text.replace(option, command), problem.advice);
  return new DataFileError({ ...problem, advice });
}

async function openFaces(spec: FacesData, { onProgress, signal }: OpenOptions): Promise<FacesDataset> {
  const rng = Rng.fromSeed(spec.seed);
  if (spec.kind === 'synthetic-faces') {
    return syntheticFaces({ rng, trainSize: spec.trainSize, testSize: spec.testSize });
  }
  const { paths, testSize, skipCorrupt } = spec;
  const { celeba: directory, partition, cache } = paths;
  let faces: CelebaDataset;
  try {
    faces = await celebaText({ directory, partition, rng, cache, skipCorrupt, onProgress, signal });
  } catch (error) {
    throw error instanceof DataFileError ? withCommandOptions(error) : error;
  }
  return testSize === undefined ? faces : withTestItems(faces, testSize);
}

type Dataset = DigitsDataset | FacesDataset;

function closeFiles(data: Dataset): void {
  if ('close' in data) (data as CelebaDataset).close();
}

/** The last of each data set. */
const opened = new Map<DatasetName, { readonly key: string; readonly made: Promise<Dataset> }>();

/**
 * The data set of a specification; made once in a process, the last one of each kind is kept.
 */
export function openData(spec: DigitsData): Promise<DigitsDataset>;
export function openData(spec: FacesData, options?: OpenOptions): Promise<FacesDataset>;
export function openData(spec: DataSpec, options?: OpenOptions): Promise<DigitsDataset | FacesDataset>;
export function openData(spec: DataSpec, options: OpenOptions = {}): Promise<Dataset> {
  const key = JSON.stringify(spec);
  const dataset = datasetOf(spec);
  const known = opened.get(dataset);
  if (known?.key === key) return known.made;
  void known?.made.then(closeFiles, () => {});
  const made = isFaces(spec) ? openFaces(spec, options) : openDigits(spec);
  opened.set(dataset, { key, made });
  made.catch(() => {
    if (opened.get(dataset)?.made === made) opened.delete(dataset);
  });
  return made;
}
