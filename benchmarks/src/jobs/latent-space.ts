import { count } from './count.js';
import { defineEvaluation } from './define-job.js';
import * as work from './latent-space-run.js';
import { percent, subsetLabel } from './names.js';
import type { Scatters } from './shown.js';

export type { LatentSpaceResult } from './latent-space-run.js';

/** Pictures of the shared latent space. */
export const latentSpace = defineEvaluation('latent-space', {
  work,
  code: new URL('./latent-space-run.js', import.meta.url),
  guess: 4,
  firstSeedOnly: true,
  passes: (_, tested, { modalities }) => (modalities.length + 1) * Math.min(work.largestLatentSpace, tested),
  show({ labels, spaces, umap }, { dataset }) {
    const { length } = dataset.data.modalities;
    const title = (subset: string): string => {
      const own = subsetLabel(subset, dataset);
      return subset.split('+').length === length ? `joint (${own})` : own;
    };
    const classes = dataset.data.target.names;
    const components: Scatters = {
      type: 'scatter',
      classes,
      panels: Object.entries(spaces).map(([subset, own]) => ({
        title: title(subset),
        points: own.points,
        labels,
        below: `${percent(own.explained[0] + own.explained[1])} of the variance`,
      })),
    };
    const neighbours: Scatters = {
      type: 'scatter',
      classes,
      panels: Object.entries(umap).map(([subset, own]) => ({ title: title(subset), points: own, labels })),
    };
    const text =
      `Shared latents of ${count(labels.length)} test items, as each subset of the modalities gives them; colours and numbers are the ` +
      'classes. Where a model separates classes, so can a linear probe.';
    return [
      {
        title: 'Latent space',
        parts: [
          { type: 'text', text },
          { type: 'heading', text: 'Two principal components' },
          components,
          { type: 'heading', text: 'UMAP' },
          neighbours,
        ],
      },
    ];
  },
});
