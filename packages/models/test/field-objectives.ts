import {
  type CheckedBatch,
  createMultimodalVae,
  crmvaeObjective,
  dmvaeObjective,
  jmvaeObjective,
  type LatentOptions,
  type ModalityOptions,
  type MultimodalVae,
  mmvaeObjective,
  mmvaePlusObjective,
  mopoeObjective,
  mvtcaeObjective,
  mwbvaeObjective,
  type Objective,
  telboObjective,
} from '@polyvae/models';
import { Rng } from '@polyvae/random';
import { type Key, SIZES, vectors } from './small-model.js';

/** What holds of an objective, beside what holds of all. */
export interface FieldObjective {
  /** With what is drawn at random a function of each row alone, so that results do not hang on the batch it is in. */
  readonly objective: Objective;
  /** As it is trained, with all that is drawn at random; default the same. */
  readonly drawn?: Objective;
  readonly latent: LatentOptions;
  /** An objective that is the plain VAE with a single modality, and that VAE's. */
  readonly single?: readonly [own: Objective, plain: Objective];
  /** Whether it is trained on rows that have all modalities, the others being skipped. */
  readonly completeRows?: true;
  /** Parameters that it leaves as they are. */
  readonly untrained?: RegExp;
  /** How often a compiled step's loss is recorded, if it reads the epoch or leaves parameters out; default 2. */
  readonly recorded?: number;
  /** Why a model of fewer modalities is another objective than batches that lack the others, if it is. */
  readonly countsModalities?: string;
  /** Why the order of the modalities matters, if it does. */
  readonly ordered?: string;
  /** An objective whose loss is minus a bound of log p(X). */
  readonly bound?: Objective;
}

/** The subset of the first name in the alphabet that a row has whole. */
function firstSubset({ size, observations }: CheckedBatch, subsets: readonly (readonly string[])[]): number[] {
  const named = subsets.map((subset, index) => ({ subset, index, name: subset.toSorted().join('+') }));
  const order = named.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return Array.from({ length: size }, (_, row) => {
    const has = (key: string): boolean => (observations.find((own) => own.key === key)!.rows?.[row] ?? 1) > 0;
    return order.find(({ subset }) => subset.every(has))!.index;
  });
}

const both = { shared: 3, private: 2 };
const vae = mmvaeObjective({ privateBeta: 1 });

export const fieldObjectives: Readonly<Record<string, FieldObjective>> = {
  'MoPoE of posteriors': {
    objective: mopoeObjective({ priorExpert: 'none', assignment: firstSubset }),
    drawn: mopoeObjective({ priorExpert: 'none' }),
    latent: both,
    single: [mopoeObjective({ priorExpert: 'none' }), vae],
    bound: mopoeObjective({ priorExpert: 'none' }),
  },
  'MoPoE as published': {
    objective: mopoeObjective({ assignment: firstSubset }),
    drawn: mopoeObjective(),
    latent: both,
    countsModalities: 'the product of all modalities alone has the prior among its experts',
    bound: mopoeObjective(),
  },
  'MoPoE with the prior in every product': {
    objective: mopoeObjective({ priorExpert: 'all', assignment: firstSubset }),
    drawn: mopoeObjective({ priorExpert: 'all', subsets: { sampled: 3 } }),
    latent: both,
    bound: mopoeObjective({ priorExpert: 'all' }),
  },
  MVTCAE: {
    objective: mvtcaeObjective({ alpha: 0.3, beta: 2 }),
    latent: both,
    single: [mvtcaeObjective({ alpha: 0 }), vae],
    countsModalities: 'M of its factors is the number of the model',
    bound: mvtcaeObjective({ alpha: 0 }),
  },
  'MMVAE+ by DReG': {
    objective: mmvaePlusObjective({ beta: 2, samples: 3, chunk: 3 }),
    latent: both,
    single: [mmvaePlusObjective({ samples: 3, chunk: 3 }), mmvaeObjective({ objective: 'dreg', samples: 3, chunk: 3 })],
    bound: mmvaePlusObjective({ samples: 2 }),
  },
  'MMVAE+ by IWAE, Laplace posteriors': {
    objective: mmvaePlusObjective({ objective: 'iwae', samples: 3, posterior: 'laplace' }),
    drawn: mmvaePlusObjective({ objective: 'iwae', samples: 3, chunk: 3, posterior: 'laplace' }),
    latent: both,
    single: [
      mmvaePlusObjective({ objective: 'iwae', samples: 3, posterior: 'laplace' }),
      mmvaeObjective({ objective: 'iwae', samples: 3, posterior: 'laplace' }),
    ],
  },
  DMVAE: {
    objective: dmvaeObjective({ beta: 2, privateBeta: 0.5 }),
    latent: both,
  },
  JMVAE: {
    objective: jmvaeObjective({ alpha: 0.3, beta: 2 }),
    latent: both,
    completeRows: true,
    ordered: 'the joint encoder reads the modalities side by side',
  },
  'TELBO, first stage': {
    objective: telboObjective({ beta: 2 }),
    latent: both,
    completeRows: true,
    ordered: 'the joint encoder reads the modalities side by side',
    untrained: /^encoders\..*\.shared\./,
    recorded: 3,
  },
  'TELBO, second stage': {
    objective: telboObjective({ jointEpochs: 0, beta: 2 }),
    latent: both,
    completeRows: true,
    untrained: /^(decoders|joint)\./,
    recorded: 3,
  },
  'MWB-VAE': {
    objective: mwbvaeObjective({ beta: 2 }),
    latent: both,
    single: [mwbvaeObjective(), vae],
    bound: mwbvaeObjective(),
  },
  'MWB-VAE with a skew-geometric divergence': {
    objective: mwbvaeObjective({ divergence: 0.3 }),
    latent: both,
    single: [mwbvaeObjective({ divergence: 0 }), vae],
  },
  CRMVAE: {
    objective: crmvaeObjective({ beta: 2 }),
    latent: both,
    countsModalities: 'M of its factors is the number of the model',
  },
};

/** A model of the small modalities in some order, with the same parameters whatever the order. */
export function modelOf(
  keys: readonly Key[],
  { objective, latent }: Pick<FieldObjective, 'objective' | 'latent'>,
  modality: Partial<ModalityOptions> = {},
): MultimodalVae<Key> {
  const modalities = Object.fromEntries(keys.map((key) => [key, vectors(SIZES[key], modality)]));
  const rng = Rng.fromSeed(1);
  return createMultimodalVae({ modalities: modalities as Record<Key, ModalityOptions>, latent, objective, rng });
}
