import type { StringsSpec } from '../strings-table.js';

/** Random texts of CelebA. @see Sutter et al. 2020, Table 20 */
export const table20: StringsSpec = {
  number: '20',
  title: 'Randomly generated texts',
  caption: 'Drawn together with the faces in the first row of Figure 7; the asterisks at the end are left out.',
  source: 'model',
};
