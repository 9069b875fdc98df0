import type { PicturesSpec } from '../figure.js';

const models: readonly (readonly [title: string, experiment: string])[] = [
  ['MVAE', 'mst-mvae'],
  ['MMVAE', 'mst-mmvae'],
  ['mmJSD', 'mst-mmjsd'],
];

/** Random samples of three models. @see Sutter et al. 2020, Figure 4 */
export const figure4: PicturesSpec = {
  kind: 'pictures',
  number: '4',
  title: 'Random generation',
  caption: 'Decoded draws of the prior.',
  panels: (['mnist', 'svhn'] as const).flatMap((modality) =>
    models.map(([title, experiment]) => ({
      title: `${title}: ${modality.toUpperCase()}`,
      experiment,
      pictures: `random>${modality}` as const,
    })),
  ),
};
