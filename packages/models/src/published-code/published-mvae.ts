import { kl, productOfExperts } from '@polyvae/divergences';
import { publishedProducts } from '@polyvae/divergences/published-code';
import { checkOptions } from '@polyvae/errors';
import {
  ConfigurationError,
  type Objective,
  type ObjectiveContext,
  type ObjectiveModel,
  type ObjectiveOptions,
  registerObjective,
} from '@polyvae/models';
import {
  betaAt,
  checkFactors,
  draw,
  type Encoded,
  encodeBatch,
  type LossPart,
  logLikelihoodOf,
  objectiveOptionNames,
  optionsFromSettings,
  presentExperts,
  privateParts,
  reconstructionParts,
  sharedSettings,
  weightedSum,
} from '@polyvae/models/objectives';
import * as tf from '@tensorflow/tfjs-core';

const KIND = 'published-mvae';

/** Options of {@link publishedMvaeObjective}. */
export interface PublishedMvaeOptions extends ObjectiveOptions {
  /** Factor of the log likelihood in the unimodal terms: `modality` is the modality's own weight; default 1, as published. */
  readonly unimodalWeight?: number | 'modality';
  /**
   * Divergence of the unimodal terms, whose z is drawn from the product of q and the prior. `encoder` (default, as published):
   * KL(q ‖ prior). `drawn`: that of what was drawn.
   */
  readonly unimodalDivergence?: 'encoder' | 'drawn';
  /** Number that is added to every variance in products; default 1e-8, as published; 0 for none. */
  readonly varianceEpsilon?: number;
}

/**
 * MVAE as the published code trains it. It differs from `mvaeObjective` in its unimodal terms and in the products.
 * @throws {ConfigurationError} for unknown options, a negative β or weight.
 * @example
 * ```ts
 * createMultimodalVae({ modalities, latent, objective: publishedMvaeObjective({ beta: 2.5 }), rng });
 * ```
 */
export function publishedMvaeObjective<K extends string = string>(options: PublishedMvaeOptions = {}): Objective<K> {
  checkOptions('publishedMvaeObjective', options, [
    ...objectiveOptionNames,
    'unimodalWeight',
    'unimodalDivergence',
    'varianceEpsilon',
  ]);
  checkFactors('publishedMvaeObjective', options);
  const { unimodalWeight = 1, unimodalDivergence = 'encoder', varianceEpsilon = 1e-8 } = options;
  checkWeight(unimodalWeight);
  registerPublishedMvae();
  const products = varianceEpsilon === 0 ? undefined : publishedProducts({ varianceEpsilon });
  const multiply = products?.productOfExperts ?? productOfExperts;
  const unimodal = { unimodalWeight, unimodalDivergence, multiply };
  return {
    kind: KIND,
    posterior: 'product',
    ...(products && { products }),
    settings: (keys) => ({ ...sharedSettings(keys, options), unimodalWeight, unimodalDivergence, varianceEpsilon }),
    evaluate(model, batch, context) {
      const beta = betaAt(options.beta ?? 1, context);
      const sharedFactor = beta * (options.sharedBeta ?? 1);
      const encoded = encodeBatch(model, batch, context);
      const weights = presentExperts(batch);
      const joint = multiply([...encoded.map(({ shared }) => shared), model.prior()], weights ? { weights } : {});
      const shared = draw(joint, context, { pass: 'joint', latent: 'shared' });
      const parts = reconstructionParts(model, encoded, shared, context);
      parts.push({ path: ['divergence'], value: kl(joint, model.prior()), factor: sharedFactor });
      parts.push(...privateParts(model, encoded, 2 * beta * betaAt(options.privateBeta ?? model.keys.length, context)));
      for (const own of encoded) parts.push(...unimodalParts(model, own, context, { ...unimodal, sharedFactor }));
      return weightedSum(parts, batch.size);
    },
  };
}

let known = false;

/** Makes the objective known, once, so that models that have it can be loaded. */
export function registerPublishedMvae(): void {
  if (known) return;
  registerObjective(KIND, (settings) => {
    const { unimodalWeight, unimodalDivergence, varianceEpsilon } = settings;
    const own = { unimodalWeight, unimodalDivergence, varianceEpsilon } as PublishedMvaeOptions;
    return publishedMvaeObjective({ ...optionsFromSettings(settings), ...own });
  });
  known = true;
}

/** Settings of the terms of one modality. */
interface UnimodalTerms extends Required<Pick<PublishedMvaeOptions, 'unimodalWeight' | 'unimodalDivergence'>> {
  readonly multiply: typeof productOfExperts;
  /** Factor of the divergence. */
  readonly sharedFactor: number;
}

/** The terms of one modality alone, without its private divergence. */
function unimodalParts<K extends string>(
  model: ObjectiveModel<K>,
  own: Encoded<K>,
  context: ObjectiveContext,
  { unimodalWeight, unimodalDivergence, multiply, sharedFactor }: UnimodalTerms,
): LossPart[] {
  const { key } = own;
  const prior = model.prior();
  const posterior = multiply([own.shared, prior]);
  const pass = { modality: key };
  const shared = draw(posterior, context, { pass, latent: 'shared' });
  return [
    {
      path: ['unimodal', key, 'reconstruction'],
      value: tf.neg(logLikelihoodOf(model, own, shared, pass, context)),
      factor: unimodalWeight === 'modality' ? model.modalities[key].weight : unimodalWeight,
      of: own,
    },
    {
      path: ['unimodal', key, 'divergence'],
      value: kl(unimodalDivergence === 'encoder' ? own.shared : posterior, prior),
      factor: sharedFactor,
      of: own,
    },
  ];
}

function checkWeight(weight: number | 'modality'): void {
  if (weight === 'modality' || (weight >= 0 && weight < Number.POSITIVE_INFINITY)) return;
  throw new ConfigurationError(
    `publishedMvaeObjective: unimodalWeight must be 'modality', or finite and not negative, found ${weight}.`,
  );
}
