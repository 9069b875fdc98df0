import type { PicturesSpec } from '../figure.js';

/** Missing modalities. @see Sutter et al. 2020, Figure 1 */
export const figure1: PicturesSpec = {
  form: 'pictures',
  number: '1',
  title: 'Missing data estimated from two modalities',
  caption:
    'The first rows are given. Each row below is one random style, that is a draw of the private latent of what is ' +
    'generated; the shared latents are the means inferred from what is given. Dots in texts are blanks.',
  panels: [
    { title: 'mmJSD (MS): M,S → T', experiment: 'mst-mmjsd-ms', pictures: 'styles>text' },
    { title: 'mmJSD (MS): M,T → S', experiment: 'mst-mmjsd-ms', pictures: 'styles>svhn' },
    { title: 'mmJSD (MS): S,T → M', experiment: 'mst-mmjsd-ms', pictures: 'styles>mnist' },
  ],
};

/** Faces from texts. @see Sutter et al. 2020, Figure 2 */
export const figure2: PicturesSpec = {
  form: 'pictures',
  number: '2',
  title: 'Faces generated from texts with mmJSD',
  caption:
    'Each row is generated from the text above it: the shared latent is the mean inferred from the text, the private latent of ' +
    'the image is another draw for every face.',
  panels: [{ title: 'mmJSD (MS): T → I', experiment: 'celeba-mmjsd', pictures: 'text>image' }],
};

/** Random samples of three models. @see Sutter et al. 2020, Figure 4 */
export const figure4: PicturesSpec = {
  form: 'pictures',
  number: '4',
  title: 'Random generation',
  caption: 'Decoded draws of the prior.',
  panels: ['mnist', 'svhn'].flatMap((modality) => [
    { title: `MVAE: ${modality.toUpperCase()}`, experiment: 'mst-mvae', pictures: `random>${modality}` },
    { title: `MMVAE: ${modality.toUpperCase()}`, experiment: 'mst-mmvae', pictures: `random>${modality}` },
    { title: `mmJSD: ${modality.toUpperCase()}`, experiment: 'mst-mmjsd', pictures: `random>${modality}` },
  ]),
};

/** Random faces. @see Sutter et al. 2020, Figure 7 */
export const figure7: PicturesSpec = {
  form: 'pictures',
  number: '7',
  title: 'Randomly generated faces of mmJSD',
  caption: 'Draws of the prior. Table 20 has the texts that were drawn together with the first row.',
  panels: [{ title: 'mmJSD (MS)', experiment: 'celeba-mmjsd', pictures: 'random>image' }],
};
