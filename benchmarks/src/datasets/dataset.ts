import type { SyncBatchSource } from '@polyvae/datasets';
import type { FeatureNetwork, ModalityOptions } from '@polyvae/models';
import type { Rng } from '@polyvae/random';
import type * as tf from '@tensorflow/tfjs';
import type { Experiment, RecipeChanges } from '../paper/experiment.js';
import type { SettingsByProfile, SyntheticSize } from '../paper/profile.js';
import type { FilesSpec } from './data-spec.js';

/** Tensors of a batch, one for each modality. (A type, not an interface: `tf.dispose` takes it.) */
export type Tensors = Readonly<Record<string, tf.Tensor>>;

/** What items show: one of several classes, or any of several labels. */
export interface Target {
  readonly type: 'class' | 'labels';
  /** Names of the classes or labels, in their order. */
  readonly names: readonly string[];
}

/** Batches `{ x, y }` of one modality, and what its items show. */
export interface LabelledSource extends SyncBatchSource<{ readonly x: tf.Tensor; readonly y: tf.Tensor }> {
  /** The class of each item `[size]`, or its labels, 0 or 1, row-major `[size, labels]`. */
  readonly targets: Uint8Array;
}

/** One part of opened data. */
export interface Split extends SyncBatchSource<Tensors> {
  /** The class of each item `[size]`, or its labels, 0 or 1, row-major `[size, labels]`. */
  readonly targets: Uint8Array;
  /** One modality's items as they are before pairing, so that none is there twice. */
  labelled(modality: string): LabelledSource;
  /** The text of an item without its filling, for data that have one. */
  text?(item: number): string;
}

/** Data in memory or at hand. */
export interface OpenedData {
  readonly name: string;
  /** Source, sizes and repetition of the data, printed beside results. */
  readonly description: string;
  readonly train: Split;
  readonly test: Split;
  /** Closes files, for data that keep some open. */
  close?(): void;
}

/** Progress of a data set's preparation, such as decoding its images for the first time. */
export interface OpenProgress {
  readonly note: string;
  readonly done: number;
  readonly total: number;
  /** Estimated seconds; infinite until that can be told. */
  readonly secondsLeft: number;
}

/** Options of opening files. */
export interface OpenOptions {
  readonly onProgress?: (progress: OpenProgress) => void;
  /** Stops it; what is finished is kept. */
  readonly signal?: AbortSignal;
}

/** One modality of a data set. */
export interface ModalityInfo {
  readonly key: string;
  /** How it is shown and judged. */
  readonly medium: 'image' | 'text';
  /** The letter by which the paper abbreviates it. */
  readonly letter: string;
  readonly title: string;
  /** Training items of the official files before pairing; absent where there is one for each item. */
  readonly officialSize?: number;
  /** Whether generated texts are also judged as one reads them, by their likeliest characters. */
  readonly judgedAsWritten?: true;
  /** A text as one reads it, without its filling. */
  readonly readable?: (text: string) => string;
}

/** What jobs compute with: the part of a data set that decides results. */
export interface DatasetData {
  readonly modalities: readonly ModalityInfo[];
  readonly target: Target;
  /** Items that go through a network at a time. */
  readonly largestChunk: number;
  /** Rows and columns of a picture of random generations. */
  readonly grid: { readonly rows: number; readonly columns: number };
  /** The stand-in, drawn. */
  synthetic(size: SyntheticSize, rng: Rng): OpenedData;
  /** The official files. */
  open(spec: FilesSpec, rng: Rng, options: OpenOptions): Promise<OpenedData>;
  /** Networks and likelihoods of an experiment's modalities, by key. */
  modalitiesOf(experiment: Experiment): Readonly<Record<string, ModalityOptions>>;
  /** Networks of the classifiers that judge what is generated, by modality. */
  readonly judges: Readonly<Record<string, (options: JudgeNetworkOptions) => FeatureNetwork>>;
}

/** Options of a classifier's network. */
export interface JudgeNetworkOptions {
  readonly rng: Rng;
  /** Rate of the dropout layers, which do nothing but in training. */
  readonly dropout: number;
  /** Channels of the first layer, for residual networks. */
  readonly width?: number;
}

/** Options of the command line that are single data sets' own, by name. */
export type OwnOptions = Readonly<Record<string, string | boolean>>;

/** The files of a data set, with what was chosen about them. */
export type DescribedFiles = Pick<FilesSpec, 'digests' | 'paths' | 'skipCorrupt'>;

/** An option of the command line that is one data set's own. */
export interface DatasetOption {
  /** As commander writes it, e.g. `--celeba-cache <dir>`. */
  readonly flags: string;
  /** Its name among the parsed options. */
  readonly name: string;
  readonly description: string;
}

/** Everything that is to be known of one data set. */
export interface Dataset {
  /** Its spelling everywhere, e.g. `mnist-svhn-text`. */
  readonly name: string;
  /** As the paper writes it. */
  readonly title: string;
  readonly data: DatasetData;
  /** The module of `data`: its import graph is part of the code of every job on this data set. */
  readonly code: URL;
  readonly experiments: readonly Experiment[];
  readonly settings: SettingsByProfile;
  /** What recipe `fast` changes. */
  readonly fast: RecipeChanges;
  /** Training items that the official files give. */
  readonly officialSize: number;
  /** Folders below `--data DIR` that hold its files. */
  readonly folders: readonly string[];
  /** Bytes of memory for a drawn item of the stand-in, at the least. */
  readonly drawnBytes: number;
  /** What the stand-in stands in for, as a sentence without its end. */
  readonly standIn: string;
  /** Name of its items in sentences, e.g. `pairs`. */
  readonly items: string;
  readonly options?: readonly DatasetOption[];
  /**
   * The files below `--data DIR`; reads every one once for its checksum.
   * @throws {UserError} if a folder or file is missing.
   */
  describe(directory: string, own: OwnOptions): Promise<DescribedFiles>;
  /** An error of opening files in the words of the command line; default: as it is. */
  readonly explain?: (error: unknown) => unknown;
}

/** Defines a data set. */
export function defineDataset(name: string, definition: Omit<Dataset, 'name'>): Dataset {
  return { name, ...definition };
}
