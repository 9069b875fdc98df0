import type { StringsSpec, TableMetric, TableRowSpec, TableSpec } from '../paper/table.js';
import type { RunContext } from '../run/run.js';
import type { Provenance, Summary } from './summary.js';

/** One number of a finished table. */
export interface TableCell extends Summary {
  /**
   * Standard error, where it is known: that over the test items, which several seeds share (the mean of theirs), and that of the
   * mean over several seeds, as the root of the sum of their squares, since the two have nothing to do with each other.
   */
  readonly standardError?: number;
  readonly published?: number;
  /** ours − published. */
  readonly difference?: number;
}

/** One row of a finished table. */
export interface TableRow
  extends Pick<TableRowSpec, 'label' | 'group' | 'experiment' | 'variant' | 'comparedBy'>,
    Provenance {
  readonly cells: readonly TableCell[];
}

/** A row that the table has, but that was not asked for. */
export interface LeftOutRow {
  readonly label: string;
  readonly experiment: string;
  /** The experiment of the row next to which it would stand. */
  readonly nextTo: string;
  /** Why it is not there unless asked for. */
  readonly because?: string;
}

/** A finished table. */
export interface Table extends Pick<TableSpec, 'number' | 'title' | 'caption' | 'metric' | 'columns'> {
  readonly rows: readonly TableRow[];
  /** Optional rows that are not shown, while those next to them are. */
  readonly leftOut: readonly LeftOutRow[];
  /** How the numbers were made, one sentence each. */
  readonly notes: readonly string[];
  readonly context: RunContext;
}

/** A finished table of strings. */
export interface StringsTable extends Pick<StringsSpec, 'number' | 'title' | 'caption'> {
  readonly strings: readonly string[];
  /** Why there are none. */
  readonly missing?: string;
  /** How they were made, one sentence each. */
  readonly notes: readonly string[];
}

/** The metric of a table's column. */
export function columnMetric({ columns, metric }: Pick<Table, 'columns' | 'metric'>, column: number): TableMetric {
  return columns[column]!.metric ?? metric;
}
