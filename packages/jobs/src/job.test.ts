import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { judge, kinds, probe, toyJobs, train } from '../test/toy-jobs.js';
import { allJobs } from './all-jobs.js';
import { job } from './job.js';
import { jobKey, keyHere } from './job-key.js';
import { defineJob } from './job-kind.js';
import type { JobRecord } from './job-record.js';
import { JobStore } from './job-store.js';
import { deserialiseJobs, serialiseJobs } from './serialised-jobs.js';

const config = { model: 'a', value: 1 };

test('a key depends on kind, configuration and needs, but not on the label or what a kind leaves out', () => {
  const one = job(train, { label: 'one', config });
  const same = job(train, { label: 'other', config: { value: 1, model: 'a', path: '/data' } });
  expect(jobKey(one)).toMatch(/^[0-9a-f]{64}$/);
  expect(jobKey(same)).toBe(jobKey(one));
  expect(jobKey(job(train, { label: 'one', config: { ...config, value: 2 } }))).not.toBe(jobKey(one));
  const other = defineJob('other', train);
  expect(jobKey(job(other, { label: 'one', config }))).not.toBe(jobKey(one));
  const needing = job(probe, { label: 'p', config: { model: 'a' }, needs: [one] });
  expect(jobKey(job(probe, { label: 'p', config: { model: 'a' } }))).not.toBe(jobKey(needing));
});

test('a key depends on the code, and on every module of it', () => {
  const keyWith = (change: object): string =>
    jobKey(job(defineJob('train', { ...train, ...change }), { label: 'x', config }));
  expect(keyWith({})).toBe(jobKey(job(train, { label: 'x', config })));
  expect(keyWith({ code: new URL('./errors.ts', import.meta.url) })).not.toBe(keyWith({}));
  const more = new URL('./errors.ts', import.meta.url);
  expect(keyWith({ code: () => [train.code, more] })).not.toBe(keyWith({}));
  expect(keyWith({ code: [train.code] })).toBe(keyWith({}));
});

test('a configuration that the schema refuses is an error that names the job', () => {
  expect(() => job(train, { label: 'train-a', config: { ...config, value: Number.NaN } })).toThrow(
    /^The configuration of the 'train' job train-a is not valid:\n.*NaN[\s\S]*at value/,
  );
  expect(() => job(judge, { label: 'a/b', config: { name: 'x' } })).toThrow(`The label "a/b" of a 'judge' job`);
});

test('configurations and results are typed', () => {
  const one = job(train, { label: 'one', config });
  expectTypeOf(one.config.value).toBeNumber();
  const read = () => new JobStore('.').read(one);
  expectTypeOf<ReturnType<typeof read>>().toEqualTypeOf<JobRecord<{ value: number }> | undefined>();
  // @ts-expect-error: another kind's configuration
  expect(() => job(train, { label: 'one', config: { name: 'x' } })).toThrow();
});

test('all jobs are the given ones and what they need, each once, what is needed first', () => {
  const { trains, probes, judges } = toyJobs(['a', 'b']);
  const labels = allJobs([...probes, ...trains]).map(({ label }) => label);
  expect(labels).toEqual(['train-a', 'judge-a', 'probe-a', 'train-b', 'judge-b', 'probe-b']);
  expect(allJobs([...judges, ...judges])).toHaveLength(2);
});

test('jobs go through JSON and keep the keys they had, whatever the code is there', () => {
  const { probes } = toyJobs(['a', 'b']);
  const data = JSON.parse(JSON.stringify(serialiseJobs(probes))) as ReturnType<typeof serialiseJobs>;
  const [first, second] = deserialiseJobs(data, kinds);
  expect([first, second].map((one) => jobKey(one!))).toEqual(probes.map(jobKey));
  expect(first!.kind).toBe(probe);
  expect(first!.needs.map(({ label }) => label)).toEqual(['train-a', 'judge-a']);
  const other = kinds.map((kind) => ({ ...kind, code: new URL('./errors.ts', import.meta.url) }));
  const [elsewhere] = deserialiseJobs(data, other);
  expect(jobKey(elsewhere!)).toBe(jobKey(probes[0]!));
  expect(keyHere(elsewhere!)).not.toBe(jobKey(probes[0]!));
  expect(keyHere(first!)).toBe(jobKey(first!));
});

test('unknown kinds and refused configurations are errors', () => {
  const data = serialiseJobs([toyJobs(['a']).trains[0]!]);
  expect(() => deserialiseJobs(data, [judge, probe])).toThrow(
    "The job train-a is of the kind 'train', which is not known here (known: judge, probe).",
  );
  const stricter = { ...train, config: z.strictObject({ model: z.literal('b') }) };
  expect(() => deserialiseJobs(data, [stricter])).toThrow("The configuration of the 'train' job train-a is not valid");
});
