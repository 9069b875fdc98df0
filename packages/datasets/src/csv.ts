import { ArgumentError, ArgumentTypeError, checkOptions } from '@polyvae/errors';
import { dsvFormat } from 'd3-dsv';
import { type ArraySource, arraySource } from './array-source.js';
import { type CsvStatistics, standardise, statisticsOf } from './csv-statistics.js';
import { DataFileError } from './data-file-error.js';

/** Options of {@link fromCsv}. */
export interface CsvOptions<K extends string> {
  /** The columns of each modality: names, or a pattern that their names match. */
  readonly modalities: Readonly<Record<K, readonly string[] | RegExp>>;
  /**
   * Whether each column is shifted and scaled to mean 0 and standard deviation 1 over the rows that have it; default true.
   * `false` for counts. The statistics of another table, such as that of a model's training, apply those.
   */
  readonly standardise?: boolean | CsvStatistics<K>;
  /** Cells that hold no value; default '', `NA`, `NaN`, `nan` and `null`. */
  readonly missing?: readonly string[];
  /** Between cells; default a comma. */
  readonly separator?: string;
  /** Of the file, for errors; default `table.csv`. */
  readonly name?: string;
}

/** A table as a source of batches. */
export interface CsvData<K extends string> {
  /** The rows, by modality. */
  readonly source: ArraySource<K>;
  /** The columns of each modality. */
  readonly columns: Readonly<Record<K, readonly string[]>>;
  /** How columns were standardised, safe for JSON; undefined if they were not. Save it with a model: new data need it. */
  readonly statistics: CsvStatistics<K> | undefined;
  /**
   * The cells of any column as they are written, such as a label.
   * @throws {ArgumentError} if there is no such column.
   */
  column(name: string): readonly string[];
}

const number = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * A table whose first line names its columns, as a source of batches: columns become modalities, standardised unless
 * `standardise: false`. A row in which all cells of a modality are empty lacks that modality.
 * @throws {DataFileError} naming line and column, if a cell is no number, or a modality is empty in part of a row.
 * @throws {ArgumentError} if a modality has no columns or shares one with another.
 * @example
 * ```ts
 * const { source, statistics } = fromCsv(text, { modalities: { genes: /^gene_/, vitals: ['pulse', 'pressure'] } });
 * ```
 */
export function fromCsv<K extends string>(table: string | Uint8Array, options: CsvOptions<K>): CsvData<K> {
  checkOptions('fromCsv', options, ['modalities', 'standardise', 'missing', 'separator', 'name']);
  const { name = 'table.csv', missing = ['', 'NA', 'NaN', 'nan', 'null'] } = options;
  const lines = parseLines(table, name, options.separator ?? ',');
  const [header, ...rows] = lines;
  if (!header || rows.length === 0) {
    const found = header ? 'the names alone' : 'an empty file';
    throw new DataFileError({
      file: name,
      where: 'as a whole',
      expected: 'a line of names and rows',
      found,
      advice: howTo,
    });
  }
  const names = header.cells;
  checkRows(name, names, rows);
  const columns = columnsOf(names, options.modalities, name);
  const keys = Object.keys(columns) as K[];
  const values = Object.fromEntries(
    keys.map((key) => [key, numbersOf({ name, names, rows, missing }, key, columns[key])]),
  ) as Record<K, Float64Array>;
  const given = options.standardise ?? true;
  const statistics = given === true ? statisticsOf(columns, values) : given === false ? undefined : given;
  if (statistics) standardise(columns, values, statistics);
  const arrays = Object.fromEntries(
    keys.map((key) => [key, { values: values[key], shape: [columns[key].length] }]),
  ) as unknown as Record<K, { values: Float64Array; shape: number[] }>;
  return {
    source: arraySource(arrays),
    columns,
    statistics,
    column: (wanted) => {
      const at = names.indexOf(wanted);
      if (at < 0) throw new ArgumentError(`column: ${name} has no column '${wanted}'; it has ${list(names)}`);
      return rows.map(({ cells }) => cells[at]!);
    },
  };
}

const howTo = 'The first line names the columns, every other one is an item.';

interface Line {
  /** From 1; cells in quotes may go over several. */
  readonly line: number;
  readonly cells: readonly string[];
}

function parseLines(table: string | Uint8Array, name: string, separator: string): Line[] {
  if (typeof table !== 'string' && !(table instanceof Uint8Array)) {
    throw new ArgumentTypeError('fromCsv: expected the text of a table or its bytes; read the file first');
  }
  if (typeof separator !== 'string' || separator.length !== 1 || /["\r\n]/.test(separator)) {
    throw new ArgumentError(`fromCsv: separator: expected one character, found ${JSON.stringify(separator)}`);
  }
  let text: string;
  try {
    text = typeof table === 'string' ? table : new TextDecoder('utf-8', { fatal: true }).decode(table);
  } catch (cause) {
    const advice = 'Save it as UTF-8.';
    throw new DataFileError({
      file: name,
      where: 'as a whole',
      expected: 'text in UTF-8',
      found: 'other bytes',
      advice,
      cause,
    });
  }
  let line = 1;
  return dsvFormat(separator)
    .parseRows(text.replace(/^\uFEFF/, ''))
    .map((cells) => {
      const at = line;
      line += 1 + cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
      return { line: at, cells: cells.map((cell) => cell.trim()) };
    })
    .filter(({ cells }) => cells.length > 1 || cells[0] !== '');
}

function checkRows(name: string, names: readonly string[], rows: readonly Line[]): void {
  const twice = names.find((column, i) => names.indexOf(column) !== i);
  if (twice !== undefined) {
    const advice = 'Give every column a name of its own.';
    throw new DataFileError({ file: name, where: 'line 1', expected: 'names', found: `'${twice}' twice`, advice });
  }
  const bad = rows.find(({ cells }) => cells.length !== names.length);
  if (bad === undefined) return;
  throw new DataFileError({
    file: name,
    where: `line ${bad.line}`,
    expected: `${names.length} cells, as in the first line`,
    found: String(bad.cells.length),
    advice: 'Check the separator, and quotes that are not closed.',
  });
}

function columnsOf<K extends string>(
  names: readonly string[],
  modalities: Readonly<Record<K, readonly string[] | RegExp>>,
  name: string,
): Record<K, readonly string[]> {
  if (typeof modalities !== 'object' || modalities === null || Object.keys(modalities).length === 0) {
    throw new ArgumentTypeError("fromCsv: modalities: expected columns by modality, such as { genes: ['a', 'b'] }");
  }
  const owner = new Map<string, string>();
  const entries = Object.entries<readonly string[] | RegExp>(modalities).map(([key, wanted]) => {
    const columns = wanted instanceof RegExp ? names.filter((column) => column.search(wanted) >= 0) : wanted;
    if (columns.length === 0) {
      throw new ArgumentError(`fromCsv: modalities: '${key}' has no columns; ${name} has ${list(names)}`);
    }
    for (const column of columns) {
      if (!names.includes(column)) {
        throw new ArgumentError(`fromCsv: modalities: ${name} has no column '${column}'; it has ${list(names)}`);
      }
      const other = owner.get(column);
      if (other !== undefined) {
        throw new ArgumentError(
          `fromCsv: modalities: the column '${column}' is in '${other}' and in '${key}'; choose one`,
        );
      }
      owner.set(column, key);
    }
    return [key, columns] as const;
  });
  return Object.fromEntries(entries) as Record<K, readonly string[]>;
}

interface Table {
  readonly name: string;
  readonly names: readonly string[];
  readonly rows: readonly Line[];
  readonly missing: readonly string[];
}

/** The numbers of a modality's columns, row-major; NaN throughout for rows that lack it. */
function numbersOf({ name, names, rows, missing }: Table, key: string, columns: readonly string[]): Float64Array {
  const places = columns.map((column) => names.indexOf(column));
  const values = new Float64Array(rows.length * columns.length).fill(Number.NaN);
  for (const [item, { line, cells }] of rows.entries()) {
    const isEmpty = places.map((place) => missing.includes(cells[place]!));
    if (!isEmpty.includes(false)) continue;
    for (const [i, place] of places.entries()) {
      const cell = cells[place]!;
      if (!isEmpty[i] && number.test(cell) && Number.isFinite(Number(cell))) {
        values[item * columns.length + i] = Number(cell);
        continue;
      }
      throw new DataFileError({
        file: name,
        where: `line ${line}, column '${columns[i]}'`,
        expected: 'a number',
        found: isEmpty[i] ? `an empty cell beside others of '${key}'` : JSON.stringify(cell.slice(0, 40)),
        advice: isEmpty[i]
          ? `A row lacks '${key}' if all its cells are empty: fill this one, or empty the others.`
          : 'Write numbers with a point, and name cells that mean none in { missing }.',
      });
    }
  }
  return values;
}

function list(names: readonly string[]): string {
  return names.length > 12 ? `${names.slice(0, 12).join(', ')} and ${names.length - 12} more` : names.join(', ');
}
