import { findExperiment } from '../../datasets/registry.js';
import { samples } from '../../jobs/samples.js';
import type { Shown } from '../../jobs/shown.js';
import type { PicturesSpec } from '../../paper/figure.js';
import type { FigureForm } from '../figure.js';
import { provenanceNotes } from '../formats/notes.js';
import { outcomesOf, provenanceOf, resultsOf } from '../summary.js';

/** Figures of generated pictures, one grid for each panel under its title. */
export const pictures: FigureForm<PicturesSpec> = {
  experiments: ({ panels }) => panels.map(({ experiment }) => findExperiment(experiment)),
  jobs: () => [samples],
  build({ panels }, run) {
    const found = panels.map(({ title, experiment, pictures: name }) => {
      const outcomes = outcomesOf(run, experiment, samples);
      const rows = resultsOf(outcomes)[0]?.pictures[name];
      const missing = rows || outcomes.length === 0 ? {} : { missing: `${experiment} has no pictures '${name}'` };
      return { name: title, rows, ...missing, ...provenanceOf(outcomes) };
    });
    const parts = found.flatMap(({ name, rows = [] }): Shown[] => {
      const headed = rows.map((row, i) => (i === 0 ? { ...row, heading: name } : row));
      return headed.length > 0 ? [{ type: 'pictures', rows: headed }] : [];
    });
    return { parts, remarks: provenanceNotes(found) };
  },
};
