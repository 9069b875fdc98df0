import { joint, pairs, singles, toMnist, toSvhn, toText } from '../mst-keys.js';
import { codeWeights } from '../official-code.js';
import type { Cells, Claim, Comparison } from './claim.js';

/** The MVAE of Tables 1 to 4 has the published code's weights, from which the paper's numbers come. */
const shared = { mvae: `mst-mvae${codeWeights}`, mmvae: 'mst-mmvae', mmjsd: 'mst-mmjsd' } as const;
const specific = { mvae: `mst-mvae-ms${codeWeights}`, mmvae: 'mst-mmvae-ms', mmjsd: 'mst-mmjsd-ms' } as const;
const faces = { mvae: 'celeba-mvae', mmvae: 'celeba-mmvae', mmjsd: 'celeba-mmjsd' } as const;
/** With one shared latent, and with modality-specific subspaces. */
const both = [shared, specific] as const;
/** As far as times go, the weights make no difference. */
const timed = [
  { ...shared, mvae: 'mst-mvae' },
  { ...specific, mvae: 'mst-mvae-ms' },
] as const;

/** Each modality from the two others. */
const fromPairs = ['svhn+text>mnist', 'mnist+text>svhn', 'mnist+svhn>text'] as const;

/** Accuracies closer than this are taken for equal: the last digit that the paper prints. */
const equal = 0.01;

/**
 * Numbers below which a model has learnt next to nothing, by table: twice what guessing a digit gives, what guessing attributes
 * gives, a quality near 0.
 */
const floors: Readonly<Record<string, number>> = { 1: 0.2, 2: 0.2, 3: 0.01, 5: 0.25, 14: 0.2, 15: 0.2 };

/** Sections about the tables; those of the appendix are all in one. */
const sections: Readonly<Record<string, string>> = { 1: '4.2', 2: '4.2', 3: '4.2', 4: '4.2', 5: '4.3' };
const appendix = 'C.2.4';

/** A claim but for what follows from its table; `section`: where that is another than the table's. */
type Stated = Omit<Claim, 'floor' | 'source'> & { readonly section?: string };

function cells(experiment: string, ...columns: readonly string[]): Cells {
  return { experiment, columns };
}

/** Column by column, the first row's number is at least the second one's, plus a margin. */
function atLeast(left: string, right: string, columns: readonly string[], margin = 0): Comparison[] {
  return columns.map((column) => ({
    left: cells(left, column),
    relation: 'at least',
    right: cells(right, column),
    margin,
  }));
}

/** mmJSD's numbers are at least those of MVAE and of MMVAE, but for what counts as equal. */
function atLeastOthers(
  { mvae, mmvae, mmjsd }: Record<keyof typeof faces, string>,
  columns: readonly string[],
): Comparison[] {
  return [mvae, mmvae].flatMap((other) => atLeast(mmjsd, other, columns, -equal));
}

/** A row's number for several modalities is near the mean of its numbers for single ones. */
function meanOf(experiment: string, column: string): Comparison {
  const [given, target] = column.split('>') as [string, string | undefined];
  const parts = given.split('+').map((key) => (target ? `${key}>${target}` : key));
  return { left: cells(experiment, column), relation: 'near', right: cells(experiment, ...parts), margin: 0.02 };
}

/** One time is at least a multiple of another. */
function timeOf(left: string, factor: number, right: string): Comparison {
  return {
    left: cells(left, 'seconds'),
    relation: 'at least',
    right: { ...cells(right, 'seconds'), factor },
    margin: 0,
  };
}

/** mmJSD's latents beside those of the others, given any number of modalities. */
const latentClaims = (
  [
    ['joint', 'all modalities', joint],
    ['pairs', 'two modalities', pairs],
    ['singles', 'one modality', singles],
  ] as const
).map(
  ([name, given, columns]): Stated => ({
    id: `latents-${name}`,
    table: '1',
    statement: `Given ${given}, mmJSD’s latents tell the digit at least as well as those of MVAE and MMVAE.`,
    comparisons: both.flatMap((models) => atLeastOthers(models, columns)),
  }),
);

const claims: readonly Stated[] = [
  ...latentClaims,
  {
    id: 'latents-mmvae-means',
    table: '1',
    statement: 'MMVAE gains nothing from several modalities: its accuracies are the means of those of the single ones.',
    comparisons: both.flatMap(({ mmvae }) => [...pairs, ...joint].map((column) => meanOf(mmvae, column))),
  },
  {
    id: 'latents-mvae-singles',
    table: '1',
    statement: 'MVAE fits the posteriors of single modalities badly: its latents tell the digit worse than MMVAE’s.',
    comparisons: both.flatMap(({ mvae, mmvae }) => atLeast(mmvae, mvae, singles, 0.05)),
  },
  {
    id: 'coherence-mvae',
    table: '2',
    statement:
      'With modalities missing, MVAE’s MNIST images and texts are far less coherent with what is given than those of MMVAE and mmJSD.',
    comparisons: both.flatMap(({ mmjsd, mvae, mmvae }) => [
      ...atLeast(mmvae, mvae, [...toMnist, ...toText], 0.3),
      ...atLeast(mmjsd, mvae, [...toMnist, ...toText], 0.3),
    ]),
  },
  {
    id: 'coherence-pairs',
    table: '2',
    statement: 'Given two modalities, mmJSD generates the third at least as coherently as MMVAE.',
    comparisons: both.flatMap(({ mmjsd, mmvae }) => atLeast(mmjsd, mmvae, fromPairs, -equal)),
  },
  {
    id: 'coherence-mmvae-means',
    table: '2',
    statement: 'MMVAE generates from two modalities as coherently as from one of them on average.',
    comparisons: both.flatMap(({ mmvae }) => fromPairs.map((column) => meanOf(mmvae, column))),
  },
  {
    id: 'coherence-subspaces',
    table: '2',
    statement: 'Modality-specific subspaces make the SVHN images of MMVAE and mmJSD more coherent.',
    comparisons: [
      ...atLeast(specific.mmvae, shared.mmvae, toSvhn, 0.1),
      ...atLeast(specific.mmjsd, shared.mmjsd, toSvhn, 0.1),
    ],
  },
  {
    id: 'quality-subspaces',
    table: '3',
    statement:
      'Modality-specific subspaces make the images better that MMVAE and mmJSD generate from other modalities.',
    comparisons: [
      ...atLeast(specific.mmvae, shared.mmvae, [...toMnist, ...toSvhn]),
      ...atLeast(specific.mmjsd, shared.mmjsd, [...toMnist, ...toSvhn]),
    ],
  },
  {
    id: 'quality-mvae',
    table: '3',
    statement:
      'Of the models with a shared latent only, MVAE, which learns the statistics of the data well, has the best images.',
    comparisons: ([shared.mmvae, shared.mmjsd] as const).flatMap((other) =>
      atLeast(shared.mvae, other, [...toMnist, 'random>mnist', ...toSvhn, 'random>svhn']),
    ),
  },
  {
    id: 'quality-random',
    table: '3',
    statement: 'mmJSD’s images from the prior are worse than MMVAE’s, perhaps because of the dynamic prior.',
    comparisons: both.flatMap(({ mmjsd, mmvae }) => atLeast(mmvae, mmjsd, ['random>mnist', 'random>svhn'])),
  },
  {
    id: 'likelihood-mvae',
    table: '4',
    statement: 'MVAE learns the statistics of the data well: given all modalities, its log-likelihood is the highest.',
    comparisons: both.flatMap(({ mvae, mmvae, mmjsd }) => [
      ...atLeast(mvae, mmvae, joint),
      ...atLeast(mvae, mmjsd, joint),
    ]),
  },
  {
    id: 'likelihood-trade-off',
    table: '4',
    statement: 'mmJSD (MS) does not pay for its coherence with likelihood: it is at most 20 nats below MMVAE (MS).',
    comparisons: atLeast(specific.mmjsd, specific.mmvae, [...joint, ...singles, ...pairs], -20),
  },
  {
    id: 'likelihood-subspaces',
    table: '4',
    statement: 'Modality-specific subspaces raise the log-likelihoods of MMVAE and mmJSD.',
    section: appendix,
    comparisons: [...atLeast(specific.mmvae, shared.mmvae, joint), ...atLeast(specific.mmjsd, shared.mmjsd, joint)],
  },
  {
    id: 'faces-latents',
    table: '5',
    statement: 'On CelebA, mmJSD’s latents tell the attributes at least as well as those of MVAE and MMVAE.',
    comparisons: atLeastOthers(faces, ['image', 'text', 'image+text']),
  },
  {
    id: 'faces-generation',
    table: '5',
    statement: 'On CelebA, mmJSD’s faces and texts show the attributes at least as well as those of MVAE and MMVAE.',
    comparisons: atLeastOthers(faces, ['image>text', 'text>image']),
  },
  {
    id: 'time-mvae',
    table: '13',
    statement: 'MVAE trains longer than MMVAE and mmJSD, since its objective is made of several ELBOs.',
    comparisons: timed.flatMap(({ mvae, mmvae, mmjsd }) => [timeOf(mvae, 1, mmvae), timeOf(mvae, 1, mmjsd)]),
  },
  {
    id: 'time-mmjsd',
    table: '13',
    statement: 'MMVAE and mmJSD train about equally long (neither takes a third longer).',
    comparisons: both.flatMap(({ mmvae, mmjsd }) => [timeOf(mmvae, 0.75, mmjsd), timeOf(mmjsd, 0.75, mmvae)]),
  },
  {
    id: 'time-importance',
    table: '13',
    statement: 'MMVAE with 30 importance samples trains at least three times as long as the models without.',
    comparisons: Object.values(timed[0]).map((other) => timeOf('mst-mmvae-i30', 3, other)),
  },
  {
    id: 'importance-latents',
    table: '14',
    statement:
      'mmJSD (MS) needs no importance samples: its latents tell the digit at least as well as those of MMVAE (I=30).',
    comparisons: atLeast(specific.mmjsd, 'mst-mmvae-i30', [...singles, ...pairs, ...joint], -equal),
  },
  {
    id: 'importance-coherence',
    table: '15',
    statement: 'mmJSD (MS) generates at least as coherently as MMVAE (I=30), but for 0.03.',
    comparisons: atLeast(specific.mmjsd, 'mst-mmvae-i30', [...toMnist, ...toSvhn, ...toText], -0.03),
  },
  {
    id: 'importance-likelihood',
    table: '16',
    statement: 'Modality-specific subspaces raise MMVAE’s log-likelihood as importance samples do.',
    comparisons: [...atLeast(specific.mmvae, shared.mmvae, joint), ...atLeast('mst-mmvae-i30', shared.mmvae, joint)],
  },
];

/** Short profiles have no time for the published code's weights in MVAE (MS). */
function withLeave(comparison: Comparison): Comparison {
  const isLong = [comparison.left, comparison.right].some(({ experiment }) => experiment === specific.mvae);
  return isLong ? { ...comparison, optional: true } : comparison;
}

/**
 * Claims of Sutter et al. 2020 about their tables. The paper's own numbers meet each of them, with margins and floors that are
 * ours and were chosen by those numbers, never by those of a run.
 */
export const paperClaims: readonly Claim[] = claims.map(
  ({ table, section = sections[table] ?? appendix, comparisons, ...claim }) => {
    const floor = floors[table];
    const source = `Section ${section}, Table ${table}`;
    return { ...claim, table, source, comparisons: comparisons.map(withLeave), ...(floor !== undefined && { floor }) };
  },
);
