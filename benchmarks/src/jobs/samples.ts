import { defineEvaluation } from './define-job.js';
import * as work from './samples-run.js';

export type { SamplesResult } from './samples-run.js';

/** Pictures of what a model generates. @see Sutter et al. 2020, Figures 1, 2, 4 and 7, Table 20 */
export const samples = defineEvaluation('samples', {
  work,
  code: new URL('./samples-run.js', import.meta.url),
  guess: 3,
  firstSeedOnly: true,
  passes(_, __, { grid, modalities }) {
    const [, ...others] = modalities.map(({ key }) => key);
    // Rows of the overview and of the styles, then the grid.
    return 10 * modalities.length * (work.sourcesOf(others).length + 1 + 8) + grid.rows * grid.columns;
  },
  show: ({ rows }) => [{ title: 'What it generates', parts: [{ type: 'pictures', rows }] }],
});
