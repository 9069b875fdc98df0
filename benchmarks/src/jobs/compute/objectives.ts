import {
  type Beta,
  type LatentSpace,
  mmjsdObjective,
  mmvaeObjective,
  mvaeObjective,
  type Objective,
  type PosteriorOptions,
  type RepresentationOptions,
  type TrainingProgress,
} from '@polyvae/models';
import {
  publishedMmjsdObjective,
  publishedMmvaeObjective,
  publishedMvaeObjective,
} from '@polyvae/models/published-code';
import { UserError } from '../../input/user-error.js';
import type { Experiment } from '../../paper/experiment.js';

/** A way in which a subset's latents are made. */
export interface LatentVariant extends Omit<RepresentationOptions, 'rng'> {
  /** Default: the shared ones. */
  readonly space?: LatentSpace;
}

/** What is to be known of one objective. */
export interface ObjectiveKind {
  /** The objective with an experiment's settings. */
  build(experiment: Experiment, privateBeta: Beta): Objective<string>;
  /** Ways in which a subset's latents are made beside the paper's (`default`): of mixtures, one component an item. */
  readonly latents: Readonly<Record<string, LatentVariant>>;
  /** Posteriors of a subset that are judged beside the objective's own (`default`). */
  readonly posteriors: Readonly<Record<string, PosteriorOptions>>;
  /** Whether the objective's own posterior of a subset is a mixture. */
  readonly mixture: boolean;
  /** Decodings of an item in a training step, relative to one of each modality. */
  readonly passes: number;
}

const objectives: Readonly<Record<Experiment['objective'], ObjectiveKind>> = {
  mvae: {
    build: ({ beta, legacyFusion, legacyUnimodalTerms, legacyUnimodalWeight: weight }, privateBeta) =>
      legacyFusion || legacyUnimodalTerms
        ? publishedMvaeObjective({
            beta,
            privateBeta,
            varianceEpsilon: legacyFusion ? 1e-8 : 0,
            unimodalWeight: legacyUnimodalTerms ? (weight ?? 'modality') : 'modality',
            unimodalDivergence: legacyUnimodalTerms === true ? 'encoder' : 'drawn',
          })
        : mvaeObjective({ beta, privateBeta }),
    latents: {},
    posteriors: {},
    mixture: false,
    // The joint and each single modality are decoded.
    passes: 2,
  },
  mmvae: {
    build({ beta, importance, legacyFusion, everyComponent }, privateBeta) {
      if (importance) return mmvaeObjective({ beta, ...importance });
      return (legacyFusion ? publishedMmvaeObjective : mmvaeObjective)({ beta, privateBeta, everyComponent });
    },
    latents: { 'mixture-mean': { mixture: 'mean' } },
    posteriors: {},
    mixture: true,
    passes: 1,
  },
  mmjsd: {
    build({ beta, priorWeight, likelihoodWeights, legacyFusion, everyComponent }, privateBeta) {
      const keys = Object.keys(likelihoodWeights);
      const each = (1 - priorWeight) / keys.length;
      return (legacyFusion ? publishedMmjsdObjective : mmjsdObjective)({
        beta,
        privateBeta,
        weights: { modalities: Object.fromEntries(keys.map((key) => [key, each])), prior: priorWeight },
        everyComponent,
      });
    },
    latents: {
      mixture: { posterior: 'mixture' },
      'mixture-mean': { posterior: 'mixture', mixture: 'mean' },
    },
    // Its own posterior is the dynamic prior; it trains on samples of the mixture.
    posteriors: { mixture: { posterior: 'mixture' } },
    mixture: false,
    passes: 1,
  },
};

/**
 * The objective of an experiment.
 * @param epochs Of the whole training; default the experiment's own.
 * @throws {UserError} if the experiment asks for importance samples of another objective than MMVAE.
 */
export function objectiveOf(experiment: Experiment, epochs = experiment.epochs): Objective<string> {
  const { id, objective, importance, privateBeta, privateBetaAtFirst: first } = experiment;
  if (importance && objective !== 'mmvae') {
    throw new UserError(
      `${id}: importance samples are for mmvae, not ${objective}.`,
      "Set objective to 'mmvae', or leave importance out.",
    );
  }
  const scheduled = ({ epoch }: TrainingProgress): number =>
    first && epoch < first.share * epochs ? first.value : privateBeta;
  return objectives[objective].build(experiment, first === undefined ? privateBeta : scheduled);
}

/**
 * The ways in which a subset's latents are made. `default` is what the paper's table shows: shared latents, for mixtures one
 * component an item.
 */
export function latentVariants({ objective, latent }: Experiment): Readonly<Record<string, LatentVariant>> {
  const own: Readonly<Record<string, LatentVariant>> = latent.private > 0 ? { private: { space: 'private' } } : {};
  return { default: {}, ...objectives[objective].latents, ...own };
}

/** The posteriors of a subset that are judged. `default` is the objective's own. */
export function posteriorVariants({ objective }: Experiment): Readonly<Record<string, PosteriorOptions>> {
  return { default: {}, ...objectives[objective].posteriors };
}

/** Whether a subset's posterior is a mixture. */
export function isMixture({ objective }: Experiment, { posterior }: PosteriorOptions): boolean {
  return posterior === undefined ? objectives[objective].mixture : posterior === 'mixture';
}

/** Decodings of an item in a training step; importance samples are decoded from every modality's posterior. */
export function passesOfStep({ objective, importance }: Experiment): number {
  return importance ? 2 * importance.samples : objectives[objective].passes;
}
