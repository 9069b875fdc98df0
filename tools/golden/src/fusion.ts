import { type Independent, Normal, scope } from '@polyvae/distributions';
import { kl, takeComponents } from '@polyvae/divergences';
import { blockAssignment, publishedProducts, renormaliseFloat32 } from '@polyvae/divergences/published-code';
import type { MultimodalVae } from '@polyvae/models';
import * as tf from '@tensorflow/tfjs';
import { keysOf, type Modality } from './data-set.js';
import type { Settings } from './objective-model.js';

/** Posteriors of one modality alone. */
export interface Unimodal {
  readonly key: Modality;
  readonly shared: Independent<Normal>;
  readonly private?: Independent<Normal>;
}

const published = publishedProducts();

/** Encodes the modalities that are there, each alone; batch norm takes the batch's statistics, as in the published loop. */
export function encodeEach(
  model: MultimodalVae<Modality>,
  batch: { readonly [K in Modality]?: tf.Tensor },
): readonly Unimodal[] {
  return scope(() =>
    model.keys.flatMap((key) => {
      const x = batch[key];
      if (!x) return [];
      const output = model.modalities[key].encoder.apply(x, { training: true });
      const gaussian = ({ loc, logVar }: { loc: tf.Tensor; logVar: tf.Tensor }): Independent<Normal> =>
        Normal.fromLogVar(loc, logVar, { eventDims: 1 });
      const own = output.private ? { private: gaussian(output.private) } : {};
      return [{ key, shared: gaussian(output.shared), ...own }];
    }),
  );
}

/** What the published code computes from a subset's posteriors. */
export interface Fusion {
  /** The prior's weight and those of the subset. */
  readonly weights: readonly number[];
  readonly joint: Independent<Normal>;
  readonly dynamicPrior?: Independent<Normal>;
  /** Batch means of the divergences of the prior and of each modality. */
  readonly individual: tf.Tensor1D;
  /** Batch mean. */
  readonly divergence: tf.Scalar;
}

/**
 * Fuses the posteriors of a subset as the published code does: modality blocks for mixtures, π of a subset in its dynamic
 * prior renormalised or not, as the data set's model has it.
 */
export function fuse(settings: Settings, each: readonly Unimodal[]): Fusion {
  return scope(() => {
    const experts = each.map(({ shared }) => shared);
    const [rows] = experts[0]!.batchShape as [number];
    const prior = Normal.standard(experts[0]!.eventShape);
    const keys = keysOf(settings.dataSet);
    const own = each.map(({ key }) => settings.alpha[keys.indexOf(key) + 1]!);
    const weights = [settings.alpha[0]!, ...own];
    const shares = renormaliseFloat32(own);
    const blocks = (): Independent<Normal> => takeComponents(experts, blockAssignment(rows, shares));
    const divergences = (other: Independent<Normal>): tf.Tensor1D =>
      tf.stack([prior, ...experts].map((expert) => tf.mean(kl(expert, other)))) as tf.Tensor1D;
    const weighted = (values: tf.Tensor1D, factors: readonly number[]): tf.Scalar =>
      tf.sum(tf.mul(values, tf.tensor1d([...factors], 'float32')));
    if (settings.method === 'poe') {
      const joint = published.productOfExperts([...experts, prior]);
      return { weights, joint, individual: divergences(prior), divergence: tf.mean(kl(joint, prior)) };
    }
    if (settings.method === 'moe') {
      const individual = divergences(prior);
      return { weights, joint: blocks(), individual, divergence: weighted(individual, [0, ...shares]) };
    }
    const [first, ...others] = settings.dataSet.renormalises ? renormaliseFloat32(weights) : weights;
    // As a tensor: plain weights would have to sum to one.
    const power = tf.tensor1d([...others, first!], 'float32');
    const dynamicPrior = published.geometricMean([...experts, prior], power);
    const individual = divergences(dynamicPrior);
    return {
      weights,
      joint: blocks(),
      dynamicPrior,
      individual,
      divergence: weighted(individual, [first!, ...others]),
    };
  });
}
