/** What numbers mean, and how they are written. */
export interface TableMetric {
  readonly name: string;
  /** Places after the decimal point. */
  readonly digits: number;
  /** Absent: neither is better, and differences are not judged. */
  readonly higherIsBetter?: boolean;
  /** Differences from the paper below it are not judged; absent: one unit of the last place. */
  readonly resolution?: number;
  /** Values compare with the paper's only on the same data, schedule and evaluation; of reduced runs they are not judged. */
  readonly wholeOnly?: true;
  /** `duration`: seconds, shown as hours, minutes and seconds. */
  readonly format?: 'duration';
}

/** One column of a table: `key` names the value in a unit's result. */
export interface TableColumn {
  readonly key: string;
  readonly label: string;
  /** Where it is not the table's. */
  readonly metric?: TableMetric;
  /** The kind of work unit that has the value, where it is not the table's. */
  readonly unit?: TableUnitKind;
}

/** One row: which unit's numbers, and the published ones where there are any. */
export interface TableRowSpec {
  readonly label: string;
  /** Id of the experiment. */
  readonly experiment: string;
  /** Which of the unit's results the row shows, where it has several (for a probe: how the subset's latents are made). */
  readonly variant: string;
  /** The paper's values, in the order of the columns that the paper has; absent where the paper has no such row. */
  readonly published?: readonly number[];
  /** Rows of one group stand together. */
  readonly group: string;
  /**
   * The row is shown only if its experiment was asked for. It stands beside the rows of this other experiment: where those
   * are shown without it, the table says so.
   */
  readonly optionalBeside?: string;
  /** Why profiles do not have the row's experiment. */
  readonly leftOutBecause?: string;
}

/** Kinds of work units whose results have `values`. */
export type TableUnitKind =
  | 'train'
  | 'probe'
  | 'coherence'
  | 'quality'
  | 'likelihood'
  | 'attribute-probe'
  | 'attribute-coherence';

/** A table of the paper as data: the runner computes it, the renderers show it. */
export interface TableSpec {
  readonly number: string;
  readonly title: string;
  readonly caption: string;
  /** The kind of work unit whose result fills the cells. */
  readonly unit: TableUnitKind;
  readonly metric: TableMetric;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRowSpec[];
}

/** One number of a finished table. */
export interface TableCell {
  /** Mean over the seeds; absent if it could not be computed. */
  readonly ours?: number;
  /** Sample standard deviation over the seeds; absent with one seed. */
  readonly sd?: number;
  /** Standard error of the mean over the test items; with a single seed, and where it is known. */
  readonly standardError?: number;
  /** The value of each seed. */
  readonly values: readonly number[];
  readonly published?: number;
  /** ours − published. */
  readonly difference?: number;
  /** Why there is no value though there should be one. */
  readonly missing?: string;
}

/** One row of a finished table. */
export interface TableRow {
  readonly label: string;
  readonly group: string;
  readonly experiment: string;
  readonly variant: string;
  readonly cells: readonly TableCell[];
  /** When the numbers were computed, if that was in an earlier run. */
  readonly computedEarlier?: string;
  /** Why some of its numbers are missing. */
  readonly missing?: string;
}

/** A row that the table has, but that was not asked for. */
export interface LeftOutRow {
  readonly label: string;
  readonly experiment: string;
  /** The experiment of the row beside which it would stand. */
  readonly beside: string;
  /** Why it is not there unless asked for. */
  readonly because?: string;
}

/** What a table's numbers were made with; printed with every table. */
export interface TableContext {
  readonly profile: string;
  readonly data: string;
  readonly backend: string;
  readonly seeds: readonly number[];
  /** What falls short of the paper, one sentence each; empty if nothing does. */
  readonly reductions: readonly string[];
}

/** A finished table. */
export interface Table {
  readonly number: string;
  readonly title: string;
  readonly caption: string;
  readonly metric: TableSpec['metric'];
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  /** Optional rows that are not shown, while those beside them are. */
  readonly leftOut: readonly LeftOutRow[];
  /** What the numbers were made with, one sentence each. */
  readonly notes: readonly string[];
  readonly context: TableContext;
}

/** The kinds of work units that a table shows. */
export function unitsOfTable({ unit, columns }: Pick<TableSpec, 'unit' | 'columns'>): TableUnitKind[] {
  return [...new Set(columns.map((column) => column.unit ?? unit))];
}
