import type { DatasetName } from '../experiment.js';

/** Which MNIST-SVHN-Text, as data: enough to make it again, in another process too. */
export type DigitsData =
  | { readonly kind: 'synthetic'; readonly seed: number; readonly trainSize: number; readonly testSize: number }
  | {
      readonly kind: 'files';
      readonly seed: number;
      /** Test pairs; absent: all. */
      readonly testSize?: number;
      /** SHA-256 of each file, by name. */
      readonly digests: Readonly<Record<string, string>>;
      /** Where the files are here; no part of the data's identity. */
      readonly paths: { readonly mnist: string; readonly svhn: string };
    };

/** Which CelebA, as data. */
export type FacesData =
  | { readonly kind: 'synthetic-faces'; readonly seed: number; readonly trainSize: number; readonly testSize: number }
  | {
      readonly kind: 'celeba';
      readonly seed: number;
      /** Test items at most; absent: all. */
      readonly testSize?: number;
      /** Goes on without listed images that are missing or damaged. */
      readonly skipCorrupt?: boolean;
      /** SHA-256 of the lists, and of all images. */
      readonly digests: Readonly<Record<string, string>>;
      /** Where the files are here; no part of the data's identity. */
      readonly paths: { readonly celeba: string; readonly partition: string; readonly cache?: string };
    };

/** Which data. */
export type DataSpec = DigitsData | FacesData;

/** The data of each data set that is to be used. */
export interface DataSpecs {
  readonly 'mnist-svhn-text'?: DigitsData;
  readonly celeba?: FacesData;
}

/** True for CelebA or its stand-in. */
export function isFaces(spec: DataSpec): spec is FacesData {
  return spec.kind === 'synthetic-faces' || spec.kind === 'celeba';
}

/** True for a stand-in that is drawn from a seed. */
export function isSynthetic(spec: DataSpec): boolean {
  return spec.kind === 'synthetic' || spec.kind === 'synthetic-faces';
}

/** The data set that a specification is of. */
export function datasetOf(spec: DataSpec): DatasetName {
  return isFaces(spec) ? 'celeba' : 'mnist-svhn-text';
}
