import { kl } from '@polyvae/divergences';
import { checkOptions } from '@polyvae/errors';
import type { Settings } from '@polyvae/training';
import type { JointEncoder } from '../networks/joint-encoder.js';
import { type Beta, betaAt, checkBeta } from './beta.js';
import { checkCompleteRows, sumOfCompleteRows } from './complete-rows.js';
import { defaultJointEncoder } from './default-joint-encoder.js';
import { draw } from './draw.js';
import { inferJointly, JOINT, jointPosterior } from './joint-posterior.js';
import type { Objective, PartContext } from './objective.js';
import { plainFactor } from './options.js';
import { modalityDivergenceParts, privateParts, reconstructionParts } from './parts.js';
import { encodeBatch } from './posteriors.js';

/** Options of {@link jmvaeObjective}. */
export interface JmvaeOptions<K extends string = string> {
  /** Factor of the divergences between the joint posterior and each modality's own, on top of β; default 0.1, as published. */
  readonly alpha?: number;
  /** Factor of all divergences; default 1. A function warms it up, as published: `warmUpBeta({ to: 1, epochs: … })`. */
  readonly beta?: Beta;
  /** Further factor of the private latents' divergences; default 1. A function schedules it. */
  readonly privateBeta?: Beta;
  /**
   * Builds the joint encoder; default a further encoder of each modality as the model's own, whose outputs are read by two layers
   * of 256 units.
   */
  readonly joint?: (context: PartContext<K>) => JointEncoder;
}

/** Names of the options of {@link jmvaeObjective}. */
export const jmvaeOptionNames: readonly (keyof JmvaeOptions)[] = ['alpha', 'beta', 'privateBeta', 'joint'];

/**
 * JMVAE: a joint encoder sees all modalities, and each modality's own encoder is taught to come near to it. With q the joint
 * encoder's posterior and z drawn from it:
 *
 *   −Σₘ log p(xₘ | z) + β (KL(q ‖ p) + α Σₘ KL(q ‖ qₘ)).
 *
 * Terms: `reconstruction`, `divergence`, `modalityDivergence.<modality>`, `private`, in nats per datum, unweighted.
 *
 * Training is on rows that have all modalities: the loss is the mean over these, and the others of a batch are skipped. A
 * posterior given all modalities is the joint encoder's, given one its own, given several, of which the paper has none, the
 * product of their own without the prior. Private latents, which the paper does not have, add β · privateBeta times their
 * divergences.
 * @throws {ConfigurationError} for unknown options, a negative β or α; when a model is built, if an encoder is no function that
 *   builds one.
 * @throws {BatchError} in training, if no row has all modalities.
 * @see Suzuki, Nakayama and Matsuo 2016, "Joint Multimodal Learning with Deep Generative Models" (JMVAE-kl)
 * @example
 * ```ts
 * createMultimodalVae({ modalities, latent, objective: jmvaeObjective({ alpha: 0.1 }), rng });
 * ```
 */
export function jmvaeObjective<K extends string = string>(options: JmvaeOptions<K> = {}): Objective<K> {
  const name = 'jmvaeObjective';
  checkOptions(name, options, jmvaeOptionNames);
  const { alpha = 0.1, beta = 1, privateBeta = 1 } = options;
  checkBeta(`${name}: alpha`, alpha);
  checkBeta(`${name}: beta`, beta);
  checkBeta(`${name}: privateBeta`, privateBeta);
  return {
    kind: 'jmvae',
    posterior: 'product-without-prior',
    infer: inferJointly,
    build: (context) => ({ [JOINT]: options.joint?.(context) ?? defaultJointEncoder(name, context) }),
    settings: (): Settings => ({ alpha, beta: plainFactor(beta), privateBeta: plainFactor(privateBeta) }),
    checkBatch: (keys, batch) => checkCompleteRows(name, keys, batch),
    evaluate(model, batch, context) {
      const factor = betaAt(beta, context);
      const encoded = encodeBatch(model, batch, context);
      const joint = jointPosterior(model, batch, context);
      const shared = draw(joint, context, { pass: 'joint', latent: 'shared' });
      return sumOfCompleteRows(
        [
          ...reconstructionParts(model, encoded, shared, context),
          { path: ['divergence'], value: kl(joint, model.prior()), factor },
          ...modalityDivergenceParts(encoded, joint, factor * alpha),
          ...privateParts(model, encoded, factor * betaAt(privateBeta, context)),
        ],
        batch,
      );
    },
  };
}
