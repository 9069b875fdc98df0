import { readFileSync } from 'node:fs';
import { fileError } from '@polyvae/jobs';
import { type FeatureExtractor, type InceptionVariant, inceptionV3, rawPixels } from '@polyvae/metrics';
import { decodeSafetensors } from '@polyvae/training';
import type * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import type { DatasetData } from '../../datasets/dataset.js';
import { loadJudge } from './judge.js';

/** Schema of {@link FeatureSpec}. */
export const featureSpecSchema = z.discriminatedUnion('name', [
  /** The penultimate layer of the modality's judge, 128 dimensions. */
  z.strictObject({ name: z.literal('classifier') }),
  z.strictObject({ name: z.literal('pixels') }),
  /** Inception-v3 from a local file of weights, 2,048 dimensions. */
  z.strictObject({
    name: z.literal('inception'),
    variant: z.enum(['fid', 'torchvision'] satisfies InceptionVariant[]),
    /** SHA-256 of the file. */
    digest: z.string(),
    /** Where the file is here; no part of the features' identity. */
    paths: z.strictObject({ weights: z.string() }),
  }),
]);

/** In which features generated images are compared with real ones. */
export type FeatureSpec = z.infer<typeof featureSpecSchema>;

/** @throws {JobsError} if the file cannot be read. */
export function readInceptionFile(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw fileError("Cannot read Inception's weights", file, error);
  }
}

/** The features in words. */
export function describeFeatures(spec: FeatureSpec): string {
  switch (spec.name) {
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
 * @param of.judge Folder of the modality's judge; used by `classifier` only.
 */
export function loadFeatures(
  spec: FeatureSpec,
  data: DatasetData,
  { modality, judge: folder }: { readonly modality: string; readonly judge: string | undefined },
): LoadedFeatures {
  switch (spec.name) {
    case 'classifier': {
      const judge = loadJudge(data, modality, folder!);
      return { extract: (images: tf.Tensor4D) => judge.features(images), dispose: () => judge.dispose() };
    }
    case 'pixels':
      return { extract: rawPixels, dispose: () => {} };
    case 'inception': {
      const { weights } = spec.paths;
      return inceptionV3(decodeSafetensors(readInceptionFile(weights), weights).tensors, { variant: spec.variant });
    }
  }
}
