import { ArgumentError } from '@polyvae/errors';

/** How one modality's columns are standardised. */
export interface ModalityStatistics {
  /** Names of the columns, in order. */
  readonly columns: readonly string[];
  /** Mean of each column. */
  readonly mean: readonly number[];
  /** Standard deviations; 1 for a column that is constant. */
  readonly deviation: readonly number[];
}

/** How the columns of a table are standardised, by modality; safe for JSON. */
export type CsvStatistics<K extends string = string> = Readonly<Record<K, ModalityStatistics>>;

type Columns<K extends string> = Readonly<Record<K, readonly string[]>>;

/** Means and standard deviations over the rows that have a modality. */
export function statisticsOf<K extends string>(
  columns: Columns<K>,
  values: Readonly<Record<K, Float64Array>>,
): CsvStatistics<K> {
  const entries = (Object.keys(columns) as K[]).map((key) => {
    const width = columns[key].length;
    const each = columns[key].map((_, i) => columnStatistics(values[key], i, width));
    return [
      key,
      {
        columns: [...columns[key]],
        mean: each.map(({ mean }) => mean),
        deviation: each.map(({ deviation }) => deviation),
      },
    ];
  });
  return Object.fromEntries(entries) as CsvStatistics<K>;
}

/** Two passes: the mean first, so that a column far from zero keeps its digits. */
function columnStatistics(values: Float64Array, column: number, width: number): { mean: number; deviation: number } {
  let [count, sum] = [0, 0];
  const each = (action: (value: number) => void): void => {
    for (let i = column; i < values.length; i += width) if (!Number.isNaN(values[i]!)) action(values[i]!);
  };
  each((value) => {
    count += 1;
    sum += value;
  });
  if (count === 0) return { mean: 0, deviation: 1 };
  const mean = sum / count;
  let squares = 0;
  each((value) => {
    squares += (value - mean) ** 2;
  });
  const deviation = Math.sqrt(squares / count);
  // What rounding leaves of a constant column is no deviation.
  return { mean, deviation: deviation > 1e-12 * Math.abs(mean) ? deviation : 1 };
}

/**
 * Standardises columns in place.
 * @throws {ArgumentError} if the statistics are of other columns.
 */
export function standardise<K extends string>(
  columns: Columns<K>,
  values: Readonly<Record<K, Float64Array>>,
  statistics: CsvStatistics<K>,
): void {
  for (const key of Object.keys(columns) as K[]) {
    const own = statistics[key] as ModalityStatistics | undefined;
    if (own?.columns.join('\n') !== columns[key].join('\n')) {
      throw new ArgumentError(
        `fromCsv: standardise: expected statistics of '${key}' with the columns ${columns[key].join(', ')}, found ${own?.columns.join(', ') ?? 'none'}`,
      );
    }
    const width = columns[key].length;
    const numbers = values[key];
    for (let i = 0; i < numbers.length; i++) {
      numbers[i] = (numbers[i]! - own.mean[i % width]!) / own.deviation[i % width]!;
    }
  }
}
