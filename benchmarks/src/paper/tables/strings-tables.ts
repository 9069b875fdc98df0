import type { StringsSpec } from '../table.js';

/** Texts of CelebA. @see Sutter et al. 2020, Table 17 */
export const table17: StringsSpec = {
  number: '17',
  title: 'Texts made of attributes',
  caption: 'The texts of the first test items; the asterisks that fill up to 256 characters are left out.',
  source: 'data',
  dataset: 'celeba',
};

/** Random texts of CelebA. @see Sutter et al. 2020, Table 20 */
export const table20: StringsSpec = {
  number: '20',
  title: 'Randomly generated texts',
  caption: 'Drawn together with the faces in the first row of Figure 7; the asterisks at the end are left out.',
  source: 'model',
  dataset: 'celeba',
  experiment: 'celeba-mmjsd',
};
