import { expect, test } from 'vitest';
import { experiments } from '../experiments/registry.js';
import { profiles } from '../profiles/registry.js';
import { posteriorVariants } from '../units/posterior-variants.js';
import { findTable, tables } from './registry.js';

/** Sums of all published numbers of the rows that the paper has, and how many rows those are; added up from the paper. */
const published: Readonly<Record<string, readonly [rows: number, sum: number]>> = {
  1: [6, 36.13],
  2: [6, 37.95],
  3: [6, 15.187],
  4: [6, -83553],
  5: [3, 6.27],
  13: [7, 135720],
  14: [5, 32.21],
  15: [5, 38.93],
  16: [7, -13295],
};

test.each(Object.entries(published))('table %s has the numbers of the paper', (number, [rows, sum]) => {
  const own = findTable(number).rows.filter(
    ({ published: values, experiment, variant }) => values && !experiment.endsWith('code') && variant !== 'published',
  );
  expect(own).toHaveLength(rows);
  expect(own.flatMap(({ published: values }) => values!).reduce((total, value) => total + value, 0)).toBeCloseTo(
    sum,
    6,
  );
});

function value(number: string, label: string, column: string): number | undefined {
  const { rows, columns } = findTable(number);
  const place = columns.findIndex((one) => one.label === column);
  return rows.find((row) => row.label === label)!.published![place];
}

test('columns are not mixed up', () => {
  expect(value('2', 'MVAE', 'M,T→S')).toBe(0.86);
  expect(value('2', 'mmJSD (MS)', 'S→T')).toBe(0.79);
  expect(value('2', 'MVAE', 'random, code')).toBe(0.72);
  expect(value('2', 'MVAE', 'random, all')).toBeUndefined();
  expect(value('3', 'MMVAE', 'R→M')).toBe(0.35);
  expect(value('3', 'mmJSD', 'T→S')).toBe(0.01);
  expect(value('4', 'MMVAE', 'X|S')).toBe(-1911);
  expect(value('4', 'MVAE (MS)', 'X|M,T')).toBe(-1971);
  expect(value('13', 'mmJSD', 'runtime')).toBe(2 * 3600 + 16 * 60);
  expect(value('15', 'MMVAE (I=30)', 'M→S')).toBe(0.76);
});

test('rows that stand in two tables have the same numbers in both', () => {
  for (const [appendix, main] of [
    ['14', '1'],
    ['15', '2'],
  ] as const) {
    for (const { label, published: values } of findTable(appendix).rows) {
      const there = findTable(main).rows.find((row) => row.label === label);
      if (there) expect(values).toEqual(there.published);
    }
  }
  for (const { label, published: values } of findTable('16').rows) {
    const there = findTable('4').rows.find((row) => row.label === label);
    if (there) expect(values).toEqual(there.published!.slice(0, 1));
  }
});

test('rows name experiments that there are, and variants that they have', () => {
  for (const { unit, rows, columns } of tables) {
    for (const { experiment: id, variant, optionalBeside, published: values = [] } of rows) {
      const experiment = experiments.find((one) => one.id === id)!;
      expect(experiment, id).toBeDefined();
      if (optionalBeside) expect(rows.some((row) => row.experiment === optionalBeside)).toBe(true);
      expect(values.length).toBeLessThanOrEqual(columns.length);
      const own =
        unit === 'coherence' || unit === 'likelihood' ? Object.keys(posteriorVariants(experiment)) : ['default'];
      if (unit === 'likelihood') own.push('mixture-density', 'published');
      if (unit !== 'probe' && unit !== 'attribute-probe') expect(own).toContain(variant);
    }
  }
});

test('profiles name tables that there are', () => {
  for (const profile of profiles) for (const number of profile.tables) expect(() => findTable(number)).not.toThrow();
});
