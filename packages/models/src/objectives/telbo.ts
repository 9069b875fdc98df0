import { kl } from '@polyvae/divergences';
import { checkOptions } from '@polyvae/errors';
import type { Settings } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs-core';
import { ConfigurationError } from '../errors.js';
import type { CheckedBatch } from '../modalities/checked-batch.js';
import type { JointEncoder } from '../networks/joint-encoder.js';
import { type Beta, betaAt, checkBeta } from './beta.js';
import { checkCompleteRows, sumOfCompleteRows } from './complete-rows.js';
import { defaultJointEncoder } from './default-joint-encoder.js';
import { draw } from './draw.js';
import { inferJointly, JOINT, jointPosterior } from './joint-posterior.js';
import { frozenLogLikelihoodOf } from './log-likelihood-of.js';
import type { Objective, ObjectiveContext, ObjectiveModel, PartContext } from './objective.js';
import { plainFactor } from './options.js';
import { privateParts, reconstructionParts } from './parts.js';
import { type Encoded, encodeBatch } from './posteriors.js';
import type { LossPart } from './weighted-sum.js';

/** Options of {@link telboObjective}. */
export interface TelboOptions<K extends string = string> {
  /** Epochs of the first stage; default 10. With 0 there is the second stage only, for a model that has been trained. */
  readonly jointEpochs?: number;
  /** Factors of the log likelihoods in the second stage; default each modality's own, as in the first. */
  readonly unimodalWeights?: Readonly<Record<K, number>>;
  /** Factor of all divergences; default 1. A function schedules it. */
  readonly beta?: Beta;
  /** Further factor of the private latents' divergences; default 1. A function schedules it. */
  readonly privateBeta?: Beta;
  /**
   * Builds the joint encoder; default a further encoder of each modality as the model's own, whose outputs are read by two layers
   * of 256 units.
   */
  readonly joint?: (context: PartContext<K>) => JointEncoder;
}

/** Names of the options of {@link telboObjective}. */
export const telboOptionNames: readonly (keyof TelboOptions)[] = [
  'jointEpochs',
  'unimodalWeights',
  'beta',
  'privateBeta',
  'joint',
];

/**
 * The triple ELBO, in two stages. First the bound of all modalities, z drawn from the joint encoder's posterior q,
 *
 *   −Σₘ wₘ log p(xₘ | z) + β KL(q ‖ p);
 *
 * then, with decoders and joint encoder as they are, the bound of every modality by its own encoder, zₘ drawn from qₘ,
 *
 *   Σₘ (−γₘ log p(xₘ | zₘ) + β KL(qₘ ‖ p)).
 *
 * Terms: `reconstruction`, `divergence`, `private` of the first stage, `unimodal.<modality>.reconstruction | divergence` and
 * `private` of the second, in nats per datum, unweighted. Frozen decoders are in evaluation mode.
 *
 * Both stages are trained on rows that have all modalities: the loss is the mean over these, and the others of a batch are
 * skipped. A posterior given all modalities is the joint encoder's, given one its own, given several, of which this form has
 * none, the product of their own without the prior. Private latents, which the paper does not have, add β · privateBeta times
 * their divergences.
 * Losses of the two stages do not compare, so early stopping by them ends the training or chooses weights wrongly; train a fixed number of
 * epochs.
 * @throws {ConfigurationError} for unknown options, negative factors, or epochs that are no integer; when a model is built, if an
 *   encoder is no function that builds one.
 * @throws {BatchError} in training, if no row has all modalities.
 * @see Vedantam, Fischer, Huang and Murphy 2018, "Generative Models of Visually Grounded Imagination"
 * @example
 * ```ts
 * createMultimodalVae({ modalities, latent, objective: telboObjective({ jointEpochs: 10 }), rng });
 * ```
 */
export function telboObjective<K extends string = string>(options: TelboOptions<K> = {}): Objective<K> {
  const name = 'telboObjective';
  checkOptions(name, options, telboOptionNames);
  const { jointEpochs = 10, unimodalWeights, beta = 1, privateBeta = 1 } = options;
  checkBeta(`${name}: beta`, beta);
  checkBeta(`${name}: privateBeta`, privateBeta);
  if (!Number.isInteger(jointEpochs) || jointEpochs < 0) {
    throw new ConfigurationError(`${name}: jointEpochs must be an integer of at least 0, found ${jointEpochs}.`);
  }
  const factors: Factors = { beta, privateBeta };
  return {
    kind: 'telbo',
    posterior: 'product-without-prior',
    infer: inferJointly,
    build: (context) => ({ [JOINT]: options.joint?.(context) ?? defaultJointEncoder(name, context) }),
    settings(keys): Settings {
      if (unimodalWeights) checkWeights(name, keys, unimodalWeights);
      return {
        jointEpochs,
        unimodalWeights: unimodalWeights ? { ...unimodalWeights } : null,
        beta: plainFactor(beta),
        privateBeta: plainFactor(privateBeta),
      };
    },
    checkBatch: (keys, batch) => checkCompleteRows(name, keys, batch),
    evaluate(model, batch, context) {
      const joint = jointEpochs > 0 && context.epoch < jointEpochs;
      const parts = joint
        ? jointParts(model, batch, factors, context)
        : unimodalParts(model, batch, factors, unimodalWeights, context);
      return sumOfCompleteRows(parts, batch);
    },
  };
}

/** Factors of divergences. */
interface Factors {
  readonly beta: Beta;
  readonly privateBeta: Beta;
}

function jointParts<K extends string>(
  model: ObjectiveModel<K>,
  batch: CheckedBatch<K>,
  { beta, privateBeta }: Factors,
  context: ObjectiveContext,
): LossPart[] {
  const factor = betaAt(beta, context);
  const encoded = encodeBatch(model, batch, context);
  const posterior = jointPosterior(model, batch, context);
  const shared = draw(posterior, context, { pass: 'joint', latent: 'shared' });
  return [
    ...reconstructionParts(model, encoded, shared, context),
    { path: ['divergence'], value: kl(posterior, model.prior()), factor },
    ...privateParts(model, encoded, factor * betaAt(privateBeta, context)),
  ];
}

function unimodalParts<K extends string>(
  model: ObjectiveModel<K>,
  batch: CheckedBatch<K>,
  { beta, privateBeta }: Factors,
  weights: Readonly<Record<K, number>> | undefined,
  context: ObjectiveContext,
): LossPart[] {
  const factor = betaAt(beta, context);
  const encoded = encodeBatch(model, batch, context);
  const each = encoded.flatMap((own: Encoded<K>): LossPart[] => {
    const { key } = own;
    const pass = { modality: key };
    const shared = draw(own.shared, context, { pass, latent: 'shared' });
    const reconstruction = tf.neg(frozenLogLikelihoodOf(model, own, shared, pass, context));
    const weight = weights?.[key] ?? model.modalities[key].weight;
    return [
      { path: ['unimodal', key, 'reconstruction'], value: reconstruction, factor: weight, of: own },
      { path: ['unimodal', key, 'divergence'], value: kl(own.shared, model.prior()), factor, of: own },
    ];
  });
  return [...each, ...privateParts(model, encoded, factor * betaAt(privateBeta, context))];
}

function checkWeights(objective: string, keys: readonly string[], weights: Readonly<Record<string, number>>): void {
  const wrong = keys.find((key) => !((weights[key] ?? -1) >= 0 && weights[key]! < Number.POSITIVE_INFINITY));
  const unknown = Object.keys(weights).find((key) => !keys.includes(key));
  if (wrong === undefined && unknown === undefined) return;
  throw new ConfigurationError(
    `${objective}: unimodalWeights: expected a factor for each of ${keys.join(', ')}, finite and not negative, found ${JSON.stringify(weights)}.`,
  );
}
