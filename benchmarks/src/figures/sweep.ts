import type { DigitsExperiment } from '../experiment.js';
import type { SweepPanel, SweepSpec } from '../figure.js';

/**
 * The points of a sweep. Where a value is the base's own, the point is the base, whose work the tables share.
 * @param base The experiment that is changed.
 * @param options.name Goes into the ids, e.g. `beta`.
 * @param options.symbol Goes into the titles, e.g. `β`.
 * @param options.own The base's value.
 */
export function sweepPoints(
  base: DigitsExperiment,
  values: readonly number[],
  options: {
    readonly name: string;
    readonly symbol: string;
    readonly own: number;
    change(value: number): Partial<DigitsExperiment>;
  },
): SweepSpec['points'] {
  const { name, symbol, own, change } = options;
  return values.map((x) => ({
    x,
    experiment:
      x === own
        ? base
        : {
            ...base,
            ...change(x),
            id: `${base.id}-${name}-${String(x).replace('.', '-')}`,
            title: `${base.title}, ${symbol} = ${x}`,
          },
  }));
}

const accuracy = { name: 'accuracy', digits: 2, higherIsBetter: true } as const;

/** What the paper's three sweeps show: how well latents tell the digit, coherence, and quality of images. */
export const sweepPanels: readonly SweepPanel[] = [
  {
    title: 'Latent representation',
    unit: 'probe',
    metric: accuracy,
    lines: [
      { label: 'M', keys: ['mnist'] },
      { label: 'S', keys: ['svhn'] },
      { label: 'T', keys: ['text'] },
      { label: 'two', keys: ['mnist+svhn', 'mnist+text', 'svhn+text'] },
      { label: 'joint', keys: ['mnist+svhn+text'] },
    ],
  },
  {
    title: 'Generation coherence',
    unit: 'coherence',
    metric: accuracy,
    lines: [
      { label: 'M', keys: ['svhn>mnist', 'text>mnist', 'svhn+text>mnist'] },
      { label: 'S', keys: ['mnist>svhn', 'text>svhn', 'mnist+text>svhn'] },
      { label: 'T', keys: ['mnist>text', 'svhn>text', 'mnist+svhn>text'] },
      { label: 'random, code', keys: ['random, code'] },
      { label: 'random, all', keys: ['random'] },
    ],
  },
  {
    title: 'Quality of samples',
    unit: 'quality',
    metric: { name: 'mean of precision and recall', digits: 3, higherIsBetter: true },
    lines: [
      { label: 'M', keys: ['svhn>mnist', 'text>mnist', 'svhn+text>mnist'] },
      { label: 'S', keys: ['mnist>svhn', 'text>svhn', 'mnist+text>svhn'] },
      { label: 'M, random', keys: ['random>mnist'] },
      { label: 'S, random', keys: ['random>svhn'] },
    ],
  },
];

/** How to read the three charts. */
export const sweepCaption: string =
  'Latent representation: linear probe on the latents of one modality, of two (mean of the pairs) and of all. Coherence: ' +
  'M, S and T are the mean over the subsets that each is generated from. Quality: the same for images, and from the prior. ' +
  'Random is generated from the prior: all is how often all three agree, code the count of the published code, 0.82 by chance. ' +
  'The values of the setting are our choice, since the paper shows its own only as a drawing.';
