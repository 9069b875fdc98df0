import type { Figure, FigureNumbers } from '../figure.js';
import type { StringsTable, Table } from '../table.js';

/** A way to write finished tables, and the numbers of figures. */
export interface Format {
  readonly name: string;
  /** Ending of its files. */
  readonly ending: string;
  table(table: Table): string;
  strings(table: StringsTable): string;
  /** Absent: the numbers of figures are not written so. */
  figure?(figure: Figure, numbers: FigureNumbers): string;
}
