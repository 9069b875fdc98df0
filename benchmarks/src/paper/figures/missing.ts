import type { Experiment } from '../experiment.js';
import type { SweepLine, SweepPanel, SweepSpec } from '../figure.js';
import { mstMmjsd, mstMmvae, mstMvae } from '../mst.js';
import { conditional, joint, singles } from '../mst-keys.js';
import { accuracy } from '../tables/table-parts.js';

const models: readonly Experiment[] = [mstMvae, mstMmvae, mstMmjsd];
const shares = [0, 0.2, 0.4, 0.6, 0.8];

function panel(title: string, job: string, keys: readonly string[]): SweepPanel {
  const lines = models.map(({ title: model }): SweepLine => ({ label: model, keys, model }));
  return { title, job, metric: accuracy, lines };
}

/** Quality against the share of training items that lack modalities, for every objective; not in the paper, which only evaluates so. */
export const figureMissing: SweepSpec = {
  form: 'sweep',
  number: 'missing',
  title: 'Models that were trained on incomplete items',
  caption:
    'An incomplete item lacks one or two of its three modalities, which is at random; at a share of 0.8, two fifths of all images and ' +
    'texts are missing. Latent representation: linear probe, given one modality (mean of the three) and all. Coherence: mean over ' +
    'everything that is generated from other modalities; random is how often all three agree that are generated from the prior. ' +
    'Evaluated on complete items. Where the share is 0 the models are those of the tables.',
  xTitle: 'share of incomplete items',
  points: models.flatMap((base) =>
    shares.map((x) => {
      const id = `${base.id}-incomplete-${String(x).replace('.', '-')}`;
      const changed = { ...base, id, title: `${base.title} (${x} incomplete)`, incomplete: x };
      return { x, experiment: x === 0 ? base : changed, model: base.title };
    }),
  ),
  panels: [
    panel('Latent representation, one modality given', 'probe', singles),
    panel('Latent representation, all given', 'probe', joint),
    panel('Coherence, generated from other modalities', 'coherence', conditional),
    panel('Coherence, random', 'coherence', ['random']),
  ],
};
