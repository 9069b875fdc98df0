import type { StringsSpec } from '../strings-table.js';

/** Texts of CelebA. @see Sutter et al. 2020, Table 17 */
export const table17: StringsSpec = {
  number: '17',
  title: 'Texts made of attributes',
  caption: 'The texts of the first test items; the asterisks that fill up to 256 characters are left out.',
  source: 'data',
};
