import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type FeatureExtractor, type InceptionVariant, inceptionV3, rawPixels } from '@polyvae/metrics';
import { decodeSafetensors } from '@polyvae/training';
import type * as tf from '@tensorflow/tfjs';
import { fileError } from '../file-error.js';
import { loadClassifier } from './load-classifier.js';

/** In which features generated images are compared with real ones. */
export type FeatureSpec =
  /** The penultimate layer of the modality's classifier, 128 dimensions. */
  | { readonly kind: 'classifier' }
  | { readonly kind: 'pixels' }
  /** Inception-v3 from a local file of weights, 2,048 dimensions. */
  | {
      readonly kind: 'inception';
      readonly variant: InceptionVariant;
      /** SHA-256 of the file. */
      readonly digest: string;
      /** Where the file is here; no part of the features' identity. */
      readonly paths: { readonly weights: string };
    };

function readWeightsFile(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw fileError("Cannot read Inception's weights", file, error);
  }
}

/**
 * The specification of Inception features.
 * @param file Weights, as `convert-inception.py` of the metrics package makes them.
 * @throws {UserError} if the file cannot be read.
 */
export function inceptionFeatures(file: string, variant: InceptionVariant = 'fid'): FeatureSpec {
  const digest = createHash('sha256').update(readWeightsFile(file)).digest('hex');
  return { kind: 'inception', variant, digest, paths: { weights: path.resolve(file) } };
}

/** For people. */
export function describeFeatures(spec: FeatureSpec): string {
  switch (spec.kind) {
    case 'classifier':
      return "penultimate layer of the modality's classifier";
    case 'pixels':
      return 'raw pixels';
    case 'inception':
      return `Inception-v3 pool3 (${spec.variant})`;
  }
}

/** An extractor with what it holds. */
export interface LoadedFeatures {
  readonly extract: FeatureExtractor;
  dispose(): void;
}

/**
 * The extractor of a specification. The caller disposes it.
 * @param classifierFolder Folder of the modality's classifier unit; used by `classifier` only.
 */
export function loadFeatures(
  spec: FeatureSpec,
  modality: 'mnist' | 'svhn',
  classifierFolder: string | undefined,
): LoadedFeatures {
  switch (spec.kind) {
    case 'classifier': {
      const classifier = loadClassifier(modality, classifierFolder!);
      return { extract: (images: tf.Tensor4D) => classifier.features(images), dispose: () => classifier.dispose() };
    }
    case 'pixels':
      return { extract: rawPixels, dispose: () => {} };
    case 'inception': {
      const { weights } = spec.paths;
      return inceptionV3(decodeSafetensors(readWeightsFile(weights), weights).tensors, { variant: spec.variant });
    }
  }
}
