/** Pictures (as `data:` URLs) or short texts in a row. */
export type PictureRow = {
  readonly label: string;
  /** Starts a group of rows with this heading. */
  readonly heading?: string;
  /** What the row is made from, written above it. */
  readonly caption?: string;
} & ({ readonly tiles: readonly string[] } | { readonly texts: readonly string[] });

/** One cell of a shown table: a text, or a number with its decimal places. */
export type ShownCell = string | { readonly value: number; readonly digits: number; readonly bold?: boolean };

/** Rows and columns with headings. */
export interface ShownTable {
  readonly type: 'table';
  /** Read by screen readers. */
  readonly label: string;
  readonly head: readonly string[];
  /** Rows in groups; the first cell of each row is its heading. */
  readonly groups: readonly { readonly title?: string; readonly rows: readonly (readonly ShownCell[])[] }[];
}

/** Counts or shares by two classes; each row is coloured by its shares. */
export interface HeatMaps {
  readonly type: 'heat-maps';
  readonly maps: readonly {
    readonly title: string;
    readonly counts: readonly (readonly number[])[];
    readonly below?: string;
  }[];
}

/** Points of classes in the plane. */
export interface Scatters {
  readonly type: 'scatter';
  /** Names of the classes. */
  readonly classes: readonly string[];
  readonly panels: readonly {
    readonly title: string;
    readonly points: readonly (readonly [x: number, y: number])[];
    /** Class of each point. */
    readonly labels: readonly number[];
    readonly below?: string;
  }[];
}

/** Lines through points. */
export interface LineCharts {
  readonly type: 'lines';
  readonly panels: readonly {
    readonly title: string;
    readonly series: readonly {
      readonly name: string;
      readonly points: readonly (readonly [x: number, y: number])[];
      /** Half the length of each point's error bar; absent: none. */
      readonly spread?: readonly number[];
    }[];
  }[];
  readonly xTitle: string;
  readonly yTitle?: string;
  /** Both axes go from 0 to 1. */
  readonly unitSquare?: true;
}

/** Shares of named things, a row for each name with a mark for each series. */
export interface DotCharts {
  readonly type: 'dots';
  readonly names: readonly string[];
  readonly panels: readonly {
    readonly title: string;
    readonly series: readonly {
      readonly name: string;
      /** From 0 to 1, in the order of the names. */
      readonly values: readonly number[];
      /** Marks of what the others are compared with. */
      readonly isReference?: true;
    }[];
  }[];
  readonly xTitle: string;
}

/** One thing that a report shows of a job's result, as plain data; the report draws it. */
export type Shown =
  | { readonly type: 'heading'; readonly text: string }
  | { readonly type: 'text'; readonly text: string; readonly small?: true }
  | { readonly type: 'pictures'; readonly rows: readonly PictureRow[] }
  | ShownTable
  | HeatMaps
  | Scatters
  | LineCharts
  | DotCharts;

/** A part of a model's section in the report. */
export interface ShownSection {
  readonly title: string;
  /** Details are folded away. */
  readonly folded?: true;
  readonly parts: readonly Shown[];
}
