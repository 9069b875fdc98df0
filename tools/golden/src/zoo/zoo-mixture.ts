import { readArray } from '../format.js';
import { termAt, type ZooCase } from './zoo-case.js';
import type { ExpectedTerm } from './zoo-suite.js';

/** Reconstructions of a mixture's draws, means over draws and over the components that a row has. */
export function mixtureTerms(zoo: ZooCase): ExpectedTerm[] {
  return zoo.keys.map((key) => {
    const likelihood = (component: string): number[] =>
      rowValues(
        zoo,
        ['log_likelihood', component, key],
        (draws) => draws.reduce((sum, x) => sum + x, 0) / draws.length,
      );
    const rows = mixed(zoo, likelihood).filter((_, row) => zoo.present?.[key]?.[row] !== 0);
    return [['reconstruction', key], -rows.reduce((sum, x) => sum + x, 0) / rows.length];
  });
}

/** The importance-weighted bound, summed over rows. */
export function bound(zoo: ZooCase): number {
  const each = (component: string): number[] =>
    rowValues(zoo, ['log_weights', component], (draws) => {
      const largest = Math.max(...draws);
      return largest + Math.log(draws.reduce((sum, x) => sum + Math.exp(x - largest), 0) / draws.length);
    });
  return mixed(zoo, each).reduce((sum, x) => sum + x, 0);
}

/** Of each row a number of its draws, from a term `[K, batch]`. */
function rowValues(zoo: ZooCase, path: readonly string[], of: (draws: readonly number[]) => number): number[] {
  const { shape, data } = readArray(termAt(zoo, path), 0);
  const [draws, rows] = shape as [number, number];
  return Array.from({ length: rows }, (_, row) => of(Array.from({ length: draws }, (_, k) => data[k * rows + row]!)));
}

/** Of each row the mean over the components that it has. */
function mixed(zoo: ZooCase, of: (component: string) => readonly number[]): number[] {
  const each = zoo.keys.map((key) => ({ values: of(key), mask: zoo.present?.[key] }));
  return Array.from({ length: zoo.size }, (_, row) => {
    const own = each.filter(({ mask }) => mask?.[row] !== 0);
    return own.reduce((sum, { values }) => sum + values[row]!, 0) / own.length;
  });
}
