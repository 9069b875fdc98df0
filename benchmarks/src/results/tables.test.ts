import { expect, test } from 'vitest';
import { experiments, findDataset } from '../datasets/registry.js';
import { latentVariants, posteriorVariants } from '../jobs/compute/objectives.js';
import { measuringJob } from '../jobs/registry.js';
import { profiles } from '../paper/profiles.js';
import { jobsOfTable } from '../paper/table.js';
import { findTable, stringsTables, tables } from '../paper/tables/registry.js';

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
    ({ published: values, experiment, variant }) =>
      values && !/-(?:official-code|code-weights)$/.test(experiment) && variant !== 'published',
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

/** Variants of a job's results for an experiment. */
const variantsOf: Readonly<Record<string, (experiment: (typeof experiments)[number]) => string[]>> = {
  train: () => ['default'],
  quality: () => ['default'],
  probe: (experiment) => Object.keys(latentVariants(experiment)),
  coherence: (experiment) => Object.keys(posteriorVariants(experiment)),
  likelihood: (experiment) => [...Object.keys(posteriorVariants(experiment)), 'mixture-density', 'published'],
};

test('rows name experiments that there are, and variants that they have', () => {
  for (const { job, rows, columns } of tables) {
    for (const { experiment: id, variant, optionalNextTo, comparedBy, published: values = [] } of rows) {
      const experiment = experiments.find((one) => one.id === id)!;
      expect(experiment, id).toBeDefined();
      if (optionalNextTo) expect(rows.some((row) => row.experiment === optionalNextTo)).toBe(true);
      if (comparedBy) expect(rows.find((row) => row.experiment === comparedBy)!.published).toEqual(values);
      expect(values.length).toBeLessThanOrEqual(columns.length);
      expect(variantsOf[job]!(experiment)).toContain(variant);
    }
  }
});

test('columns show jobs that have numbers, which the data set of the table has', () => {
  for (const table of tables) {
    const { dataset } = experiments.find(({ id }) => id === table.rows[0]!.experiment)!;
    for (const name of jobsOfTable(table)) {
      const { kind } = measuringJob(name);
      if (kind !== 'train') expect(findDataset(dataset).settings.paper.jobs).toHaveProperty(kind);
    }
  }
  for (const { dataset, experiment } of stringsTables) {
    const { experiments: own } = findDataset(dataset);
    if (experiment) expect(own.map(({ id }) => id)).toContain(experiment);
  }
});

test('Tables 1 to 4 have both rows of MVAE, each beside the paper’s numbers', () => {
  for (const number of ['1', '2', '3', '4']) {
    const ofMvae = findTable(number).rows.filter(({ experiment }) =>
      /^mst-mvae(?:-ms)?(?:-code-weights)?$/.test(experiment),
    );
    const labels = ofMvae.filter(({ variant }) => variant === 'default').map(({ label }) => label);
    expect(labels).toEqual(['MVAE', 'MVAE (code weights)', 'MVAE (MS)', 'MVAE (MS) (code weights)']);
    for (const { published: values } of ofMvae) expect(values).toBeDefined();
  }
});

test('profiles name tables that there are', () => {
  for (const profile of profiles) for (const number of profile.tables) expect(() => findTable(number)).not.toThrow();
});
