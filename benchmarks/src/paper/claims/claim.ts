/** Numbers of one row of a table: their mean, times a factor. */
export interface Cells {
  readonly experiment: string;
  /** Keys of the table's columns. */
  readonly columns: readonly string[];
  /** Default 1. */
  readonly factor?: number;
}

/** `at least`: left ≥ right + margin; `near`: |left − right| ≤ margin. Margins are of the table's metric. */
export interface Comparison {
  readonly left: Cells;
  readonly relation: 'at least' | 'near';
  readonly right: Cells;
  readonly margin: number;
  /** It is left out where the run does not have its rows. */
  readonly optional?: true;
}

/** A statement of the paper in a form that numbers can contradict. */
export interface Claim {
  readonly id: string;
  /** Number of the table whose cells are compared. */
  readonly table: string;
  /** In our words. */
  readonly statement: string;
  /** Where the paper says or shows it. */
  readonly source: string;
  /** All of them must hold. */
  readonly comparisons: readonly Comparison[];
  /** A comparison of two numbers below it says nothing: both models have learnt next to nothing. */
  readonly floor?: number;
}
