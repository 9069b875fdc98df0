import type { OpenedData } from '../datasets/dataset.js';
import { samples } from '../jobs/samples.js';
import type { Experiment } from '../paper/experiment.js';
import type { StringsSpec } from '../paper/table.js';
import type { Run } from '../run/run.js';
import { contextNotes } from './formats/notes.js';
import { outcomesOf, provenanceOf, resultsOf } from './summary.js';
import type { StringsTable } from './table.js';

/** Strings of test items. */
const shownStrings = 12;

/** Takes the strings from the data. */
export function stringsOfData(
  { number, title, caption }: StringsSpec,
  { description, test }: OpenedData,
): StringsTable {
  const strings = Array.from({ length: Math.min(shownStrings, test.size) }, (_, i) => test.text?.(i) ?? '');
  return { number, title, caption, strings, notes: [`Data: ${description.replace(/\.$/, '')}.`] };
}

/** Takes the strings of one model from a run. */
export function stringsOfModel(
  { number, title, caption }: StringsSpec,
  experiment: Experiment,
  run: Run,
): StringsTable {
  const outcomes = outcomesOf(run, experiment.id, samples);
  const [made] = resultsOf(outcomes);
  const { computedEarlier, missing } = provenanceOf(outcomes);
  return {
    number,
    title,
    caption,
    strings: made?.texts ?? [],
    ...(!made && { missing: missing ?? `${experiment.id} was not part of the run` }),
    notes: [
      `Model: ${experiment.title}.`,
      ...contextNotes(run.contextOf([experiment])),
      ...(computedEarlier ? [`Reused, computed ${computedEarlier}.`] : []),
    ],
  };
}
