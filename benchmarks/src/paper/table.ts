/** Meaning of numbers, and how they are written. */
export interface TableMetric {
  readonly name: string;
  /** Places after the decimal point. */
  readonly digits: number;
  /** Absent: neither is better, and differences are not judged. */
  readonly higherIsBetter?: boolean;
  /** Differences from the paper below it are not judged; absent: one step of the last place. */
  readonly resolution?: number;
  /** Standard error of a value that is measured once, as a share of it; absent: values are made from test items. */
  readonly noise?: number;
  /** Values compare with the paper's only on the same data, schedule and evaluation; of reduced runs they are not judged. */
  readonly wholeOnly?: true;
  /** `duration`: seconds, shown as hours, minutes and seconds. */
  readonly format?: 'duration';
}

/** One column of a table. */
export interface TableColumn {
  /** Names the value in a job's result. */
  readonly key: string;
  readonly label: string;
  /** Where it is not the table's. */
  readonly metric?: TableMetric;
  /** Kind of job whose results have the value, where it is not the table's. */
  readonly job?: string;
}

/** One row: an experiment's numbers, and the published ones where there are any. */
export interface TableRowSpec {
  readonly label: string;
  /** Id of the experiment. */
  readonly experiment: string;
  /** Which of a job's results the row shows, where it has several (of a probe: how the latents of a subset are made). */
  readonly variant: string;
  /** The paper's values, in the order of the columns that the paper has; absent where the paper has no such row. */
  readonly published?: readonly number[];
  /** Rows of one group stand together. */
  readonly group: string;
  /**
   * The row is shown only if its experiment was asked for. Its place is next to the rows of this other experiment: where
   * those are shown without it, the table says so.
   */
  readonly optionalNextTo?: string;
  /** Experiment whose row, where it is shown, is the one that the published numbers compare with; counts leave this one out. */
  readonly comparedBy?: string;
  /** Why profiles do not have the row's experiment. */
  readonly leftOutBecause?: string;
}

/** A table of the paper as data. */
export interface TableSpec {
  readonly number: string;
  readonly title: string;
  readonly caption: string;
  /** Kind of job whose results fill the cells. */
  readonly job: string;
  readonly metric: TableMetric;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRowSpec[];
}

/** Names of the kinds of jobs whose results a table shows. */
export function jobsOfTable({ job, columns }: Pick<TableSpec, 'job' | 'columns'>): string[] {
  return [...new Set(columns.map((column) => column.job ?? job))];
}

/** A table of strings of the paper as data. */
export interface StringsSpec {
  readonly number: string;
  readonly title: string;
  readonly caption: string;
  /** Whose strings are shown: the data's, or a model's. */
  readonly source: 'data' | 'model';
  /** Name of the data set. */
  readonly dataset: string;
  /** Id of the experiment whose strings are shown unless another is asked for; only where the source is a model. */
  readonly experiment?: string;
}
