import type { FacesDataset } from '@polyvae/datasets';
import type { BenchResult } from './bench.js';
import { contextNotes } from './render/notes.js';
import { minuteOf } from './runner/unit-status.js';
import type { FaceSamplesResult } from './units/face-samples.js';
import { withoutFillers } from './units/without-fillers.js';

/** A table of strings of the paper as data. */
export interface StringsSpec {
  readonly number: string;
  readonly title: string;
  readonly caption: string;
  /** Whose strings are shown: the data's, or a model's. */
  readonly source: 'data' | 'model';
}

/** A finished table of strings. */
export interface StringsTable extends Pick<StringsSpec, 'number' | 'title' | 'caption'> {
  readonly strings: readonly string[];
  /** Why there are none. */
  readonly missing?: string;
  /** What they were made with. */
  readonly notes: readonly string[];
}

/** Strings of test items. */
const shownStrings = 12;

/** Takes the strings from the data. */
export function stringsOfData(
  { number, title, caption }: StringsSpec,
  { description, test }: FacesDataset,
): StringsTable {
  const strings = Array.from({ length: Math.min(shownStrings, test.size) }, (_, i) => withoutFillers(test.text(i)));
  return { number, title, caption, strings, notes: [`Data: ${description.replace(/\.$/, '')}.`] };
}

/** Takes the strings of one model from the outcomes of a run. */
export function stringsOfModel(
  { number, title, caption }: StringsSpec,
  experiment: string,
  result: BenchResult,
): StringsTable {
  const planned = result.plan.find(({ experiment: { id } }) => id === experiment);
  const unit = planned?.units['face-samples'];
  const outcome = unit && result.outcome(unit);
  const record = outcome?.record;
  const made = record?.result as FaceSamplesResult | undefined;
  return {
    number,
    title,
    caption,
    strings: made?.texts ?? [],
    ...(!made && { missing: outcome?.reason ?? outcome?.state ?? `${experiment} was not part of the run` }),
    notes: [
      ...(planned ? [`Model: ${planned.experiment.title}.`] : []),
      ...contextNotes(result.context, []),
      ...(outcome?.state === 'reused' ? [`Reused, computed ${minuteOf(record!.computedAt)}.`] : []),
    ],
  };
}
