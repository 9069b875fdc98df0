import type { BenchResult } from './bench.js';
import type { TableContext } from './table.js';
import type { FaceSamplesResult } from './units/face-samples.js';

/** A table of strings of the paper as data. */
export interface StringsSpec {
  readonly number: string;
  readonly title: string;
  readonly caption: string;
  /** The experiment whose model's strings are shown. */
  readonly experiment: string;
  readonly strings: keyof FaceSamplesResult['strings'];
}

/** A finished table of strings. */
export interface StringsTable extends Pick<StringsSpec, 'number' | 'title' | 'caption'> {
  readonly strings: readonly string[];
  /** Why there are none. */
  readonly missing?: string;
  readonly context: TableContext;
}

/** Takes the strings from the outcomes of a run. */
export function buildStringsTable(spec: StringsSpec, result: BenchResult): StringsTable {
  const { number, title, caption, experiment } = spec;
  const unit = result.plan.find((planned) => planned.experiment.id === experiment)?.units['face-samples'];
  const outcome = unit && result.outcome(unit);
  const made = outcome?.record?.result as FaceSamplesResult | undefined;
  return {
    number,
    title,
    caption,
    strings: made?.strings[spec.strings] ?? [],
    ...(!made && { missing: outcome?.reason ?? outcome?.state ?? `${experiment} was not part of the run` }),
    context: result.context,
  };
}
