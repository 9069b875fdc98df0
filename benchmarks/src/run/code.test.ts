import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeGraph, codeIdentity, type Job } from '@polyvae/jobs';
import { expect, test } from 'vitest';
import { datasets, findExperiment } from '../datasets/registry.js';
import { jobKinds } from '../jobs/registry.js';
import { findProfile } from '../paper/profiles.js';
import { jobsOf, planJobs } from './plan.js';

const conditions = { conditions: ['@polyvae/source'] };
const size = { source: 'synthetic', seed: 1, trainSize: 64, testSize: 20 } as const;

/** A job of each kind that a model has. */
function jobsFor(model: string): Job[] {
  const experiment = findExperiment(model);
  const { dataset } = experiment;
  const plan = planJobs({
    profile: findProfile('smoke'),
    wanted: [{ experiments: [experiment], kinds: jobKinds }],
    data: { [dataset]: { dataset, ...size } },
    seeds: [1],
    backend: 'onnx',
  });
  return jobKinds.flatMap((kind) => jobsOf(plan).find((job) => job.kind.kind === kind.kind) ?? []);
}

const digits = jobsFor('mmjsd');
const faces = jobsFor('celeba-mmjsd');

function modulesOf({ kind, config }: Job): readonly URL[] {
  return typeof kind.code === 'function' ? kind.code(config) : [kind.code].flat();
}

const graphs = new Map<string, ReadonlySet<string>>();

/** Files of the code of a job of a kind, without `src/` and the scope. */
function filesOf(kind: string, jobs = digits): ReadonlySet<string> {
  const modules = modulesOf(jobs.find((job) => job.kind.kind === kind)!);
  const files = modules.flatMap((module) => {
    const known = graphs.get(module.href);
    const found =
      known ??
      new Set(codeGraph(module, conditions).files.map((file) => file.replace(/^@polyvae\/(.*?)\/src\//, '$1/')));
    graphs.set(module.href, found);
    return [...found];
  });
  return new Set(files);
}

const objectives = ['mmjsd', 'mmvae', 'mmvae-importance', 'mvae'].map((name) => `models/objectives/${name}.ts`);

test('what decides a training is part of its code', () => {
  const files = filesOf('train');
  const own = ['jobs/train-run', 'jobs/schedule', 'jobs/compute/build-model', 'engines/engine', 'datasets/digits-data'];
  for (const name of own) expect(files).toContain(`benchmarks/${name}.ts`);
  for (const name of objectives) expect(files).toContain(name);
  expect(files).toContain('backend-onnx/register.ts');
  expect(files).toContain('training/adam.ts');
  expect(files).toContain('synthetic/digits/handwritten-digit.ts');
  expect(files).toContain('datasets/node/read-svhn.ts');
});

test('what only shows, describes, plans or downloads is not', () => {
  for (const { kind } of digits) {
    const files = [...filesOf(kind.kind)];
    const kinds = jobKinds.map((one) => `benchmarks/jobs/${one.kind}.ts`);
    expect(files.filter((file) => kinds.includes(file))).toEqual([]);
    expect(files).not.toContain('benchmarks/jobs/names.ts');
    expect(files).not.toContain('benchmarks/datasets/digits.ts');
    expect(files.filter((file) => /^benchmarks\/((paper|run|results|report)\/|index)|^polyvae\//.test(file))).toEqual(
      [],
    );
    expect(files.filter((file) => /^benchmarks\/input\/(suggest|parse-config)/.test(file))).toEqual([]);
    expect(files.filter((file) => /^datasets\/.*(download|transfer|published-files)/.test(file))).toEqual([]);
  }
});

test('errors of loading weights train no model again', () => {
  expect([...filesOf('train')].filter((file) => /load-model|user-error|jobs\/files/.test(file))).toEqual([
    'benchmarks/input/user-error.ts',
  ]);
});

test('of the data sets only the one in use is', () => {
  const isOfFaces = (file: string): boolean => /faces|celeba/.test(file);
  const isOfDigits = (file: string): boolean => /digits|mnist|svhn/.test(file);
  const own = datasets.map(({ code }) => `benchmarks/datasets/${path.basename(code.pathname, '.js')}.ts`);
  for (const [i, { experiments }] of datasets.entries()) {
    const files = filesOf('train', jobsFor(experiments[0]!.id));
    expect(own.filter((file) => files.has(file))).toEqual([own[i]]);
  }
  for (const { kind } of faces) {
    expect([...filesOf(kind.kind, digits)].filter(isOfFaces)).toEqual([]);
    expect([...filesOf(kind.kind, faces)].filter(isOfDigits)).toEqual([]);
    expect(filesOf(kind.kind, faces)).toContain('benchmarks/datasets/faces-data.ts');
  }
});

test('the code of a kind begins with the module of its work', async () => {
  expect(digits).toHaveLength(jobKinds.length);
  for (const [i, { work, kind }] of jobKinds.entries()) {
    const [own] = modulesOf(digits[i]!);
    expect(fileURLToPath(own!)).toMatch(new RegExp(`/jobs/${kind}-run\\.js$`));
    const { run } = (await import(own!.href.replace(/js$/, 'ts'))) as typeof work;
    expect(run).toBe(work.run);
  }
});

test('kinds have code of their own', () => {
  const identities = digits.map((job) =>
    modulesOf(job)
      .map((module) => codeIdentity(module, conditions))
      .join(),
  );
  expect(new Set(identities).size).toBe(digits.length);
});
