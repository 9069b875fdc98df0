import { encodeText } from '@polyvae/datasets';
import type { ModalityOptions } from '@polyvae/models';
import type * as tf from '@tensorflow/tfjs';
import { isObject, type Json, type JsonObject, numberAt, numbersAt, readArray, stringsAt } from './format.js';
import { imagesFromReference } from './images.js';
import { pathOf } from './parameters.js';

/** A modality of any of the reference's data sets. */
export type Modality = 'mnist' | 'svhn' | 'image' | 'text';

/** How the reference names a modality. */
export interface ModalityNames {
  readonly key: Modality;
  /** In inputs. */
  readonly input: string;
  /** In outputs. */
  readonly output: string;
  /** The flag that holds the size of its private subspace. */
  readonly privateFlag: string;
}

/** One of the reference's data sets. */
export interface DataSet {
  /** In the reference's order: its M1, M2 … */
  readonly modalities: readonly ModalityNames[];
  /** The preset's modalities, with networks of a case's sizes. */
  presetOf(flags: JsonObject, publishedText: boolean): { readonly [K in Modality]?: ModalityOptions };
  /** Flags that say how large the networks of these parameters are. */
  sizesOf(parameters: readonly Json[]): JsonObject;
  /** Whether likelihoods of the mixtures' objectives are weighted as in the preset instead of by the case's flags. */
  readonly ownWeights: boolean;
  /** Factor of all likelihoods in the unimodal terms of the product of experts; else the modality's weight. */
  readonly unimodalWeight?: number;
  /** Whether there are private subspaces where a case does not say so. */
  readonly factorised: boolean;
  /** Whether π of a subset is divided by its sum in the dynamic prior. */
  readonly renormalises: boolean;
}

/** Names of a data set's modalities, in order. */
export function keysOf({ modalities }: DataSet): Modality[] {
  return modalities.map(({ key }) => key);
}

/** Reads one modality's data: images as arrays, texts as strings. */
export function readModality(key: Modality, value: Json | undefined, seed: number): tf.Tensor {
  if (key !== 'text') return imagesFromReference(readArray(value, seed));
  const texts = stringsAt({ texts: value }, 'texts');
  return encodeText(texts, texts[0]?.length ?? 0);
}

/** The shape of the parameter that becomes the variable of this path, as the reference has it. */
export function shapeOf(parameters: readonly Json[], path: string): number[] {
  const entry = parameters.find((own) => isObject(own) && pathOf(String(own.name)) === path);
  if (!isObject(entry)) throw new Error(`no parameter among those given is "${path}"`);
  return numbersAt(entry, 'shape');
}

/** A flag that some cases leave out. */
export function optional(flags: JsonObject, key: string, otherwise: number): number {
  return flags[key] === undefined ? otherwise : numberAt(flags, key);
}
