import type { PicturesSpec } from '../figure.js';

/** Missing modalities. @see Sutter et al. 2020, Figure 1 */
export const figure1: PicturesSpec = {
  kind: 'pictures',
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
