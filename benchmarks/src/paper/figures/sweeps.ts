import { isDeepStrictEqual } from 'node:util';
import type { Experiment } from '../experiment.js';
import type { SweepPanel, SweepSpec } from '../figure.js';
import { mstMmjsd, mstMmjsdMs } from '../mst.js';
import { joint, pairs, toMnist, toSvhn, toText } from '../mst-keys.js';
import { accuracy } from '../tables/table-parts.js';

/**
 * The points of a sweep. Where a value is the base's own, the point is the base, whose work the tables share.
 * @param setting.base The experiment that is changed.
 * @param setting.name Goes into the ids, e.g. `beta`.
 * @param setting.symbol Goes into the titles, e.g. `β`.
 */
function pointsOf(
  { base, name, symbol }: { readonly base: Experiment; readonly name: string; readonly symbol: string },
  values: readonly number[],
  change: (value: number) => Partial<Experiment>,
): SweepSpec['points'] {
  return values.map((x) => {
    const changed = { ...base, ...change(x) };
    const own = { id: `${base.id}-${name}-${String(x).replace('.', '-')}`, title: `${base.title}, ${symbol} = ${x}` };
    return { x, experiment: isDeepStrictEqual(changed, base) ? base : { ...changed, ...own } };
  });
}

/** Charts of the paper's three sweeps: how well latents tell the digit, coherence, and quality of images. */
const panels: readonly SweepPanel[] = [
  {
    title: 'Latent representation',
    job: 'probe',
    metric: accuracy,
    lines: [
      { label: 'M', keys: ['mnist'] },
      { label: 'S', keys: ['svhn'] },
      { label: 'T', keys: ['text'] },
      { label: 'two', keys: pairs },
      { label: 'joint', keys: joint },
    ],
  },
  {
    title: 'Generation coherence',
    job: 'coherence',
    metric: accuracy,
    lines: [
      { label: 'M', keys: toMnist },
      { label: 'S', keys: toSvhn },
      { label: 'T', keys: toText },
      { label: 'random, code', keys: ['random, code'] },
      { label: 'random, all', keys: ['random'] },
    ],
  },
  {
    title: 'Quality of samples',
    job: 'quality',
    metric: { name: 'mean of precision and recall', digits: 3, higherIsBetter: true },
    lines: [
      { label: 'M', keys: toMnist },
      { label: 'S', keys: toSvhn },
      { label: 'M, random', keys: ['random>mnist'] },
      { label: 'S, random', keys: ['random>svhn'] },
    ],
  },
];

/** How to read the three charts. */
const caption =
  'Latent representation: linear probe on the latents of one modality, of two (mean of the pairs) and of all. Coherence: ' +
  'M, S and T are the mean over the subsets that each is generated from. Quality: the same for images, and from the prior. ' +
  'Random is generated from the prior: all is how often all three agree, code the count of the published code, 0.82 by chance. ' +
  'The values of the setting are our choice, since the paper shows its own only as a drawing.';

const common = { form: 'sweep', caption, panels } as const;

/** Sweep of the divergence's weight. @see Sutter et al. 2020, Figure 3 */
export const figure3: SweepSpec = {
  ...common,
  number: '3',
  title: 'mmJSD with other weights β of the divergence',
  xTitle: 'β',
  points: pointsOf({ base: mstMmjsd, name: 'beta', symbol: 'β' }, [0.5, 1, 2.5, 5, 10, 20], (beta) => ({
    beta,
    keeps: ['beta'],
  })),
};

/** Dimensions of the shared and one private latent together. */
const total = 20;

/** Sweep of the private latents' size; what they get the shared one loses. @see Sutter et al. 2020, C.2.5 and Figure 5 */
export const figure5: SweepSpec = {
  ...common,
  number: '5',
  title: 'mmJSD (MS) with modality-specific latents of other sizes',
  caption: `Shared and private dimensions are ${total} together. ${caption}`,
  xTitle: 'private dimensions',
  points: pointsOf({ base: mstMmjsdMs, name: 'private', symbol: 'private' }, [0, 2, 4, 6, 8, 10], (size) => ({
    latent: { shared: total - size, private: size },
  })),
};

/** Sweep of the prior's weight; the modalities share the rest. @see Sutter et al. 2020, C.2.6 and Figure 6 */
export const figure6: SweepSpec = {
  ...common,
  number: '6',
  title: 'mmJSD with other weights of the prior in the divergence',
  xTitle: 'weight of the prior',
  points: pointsOf(
    { base: mstMmjsd, name: 'prior', symbol: 'π' },
    [0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6],
    (priorWeight) => ({ priorWeight }),
  ),
};
