import { type Job, type JobOutcome, type JobRecord, jobKey } from '@polyvae/jobs';
import { findExperiment } from '../src/datasets/registry.js';
import { jobKinds } from '../src/jobs/registry.js';
import type { Experiment } from '../src/paper/experiment.js';
import { findProfile } from '../src/paper/profiles.js';
import { jobsOf, type PlannedExperiment, planJobs } from '../src/run/plan.js';
import type { Run } from '../src/run/run.js';

const pair = [
  [3, 1],
  [0, 4],
];
const estimate = { mean: -12.34, standardError: 1.5, samplingError: null, effectiveSamples: { mean: 3.2, min: 1 } };
const quality = {
  prdMean: 0.5,
  standardError: 0.01,
  f8: 0.6,
  f1_8: 0.7,
  fid: 12.345,
  fidUndersampled: true,
  density: 0.8,
  coverage: 0.9,
  curve: { precision: [0, 0.5, 1], recall: [1, 0.5, 0] },
  samples: 1000,
};
const points = {
  points: [
    [0, 0],
    [1, 2],
    [3, 1],
    [2, 2],
  ],
  explained: [0.5, 0.25],
};

/** Results of each kind of job; numbers without a meaning. */
const madeUpResults: Readonly<Record<string, object>> = {
  train: {
    values: { default: { epochs: 2, seconds: 3, millisecondsPerStep: 4 } },
    notes: [],
    epochs: 2,
    steps: 1234,
    batchSize: 8,
    seconds: 75,
    parameters: 654321,
    curve: [1, 2].map((step) => ({
      step,
      training: { 'reconstruction.mnist': 5 / step, loss: 10 / step },
      heldOut: { 'reconstruction.mnist': 6 / step, loss: 11 / step },
    })),
    trainSize: 64,
    data: 'made-up digits',
  },
  judge: {
    modality: 'mnist',
    measure: 'accuracy',
    score: 0.954,
    gate: 0.9,
    confusion: pair,
    trainSize: 64,
    testSize: 20,
    steps: 7,
    seconds: 2,
  },
  probe: {
    values: { default: { mnist: 0.97, svhn: 0.9, text: 0.5, 'mnist+svhn': 0.93, 'mnist+svhn+text': 0.98 } },
    standardErrors: { default: { mnist: 0.01, svhn: 0.01, text: 0.01, 'mnist+svhn': 0.01, 'mnist+svhn+text': 0.01 } },
    notes: ['The probe learns from 40 latents.'],
    trainSize: 40,
    testSize: 20,
  },
  coherence: {
    values: { default: { random: 0.4, 'random, code': 0.6, 'svhn>mnist': 0.82, 'mnist>written text': 0.5 } },
    notes: [],
    confusion: {
      default: { 'svhn>mnist': pair, 'mnist>written text': pair },
      mixture: {
        'svhn>mnist': [
          [0, 0],
          [0, 0],
        ],
      },
    },
    random: {
      coherence: 0.4,
      publishedCount: 0.6,
      count: 8,
      pairs: { 'mnist+svhn': { agreement: 0.875, confusion: pair } },
      classCounts: {},
    },
    judges: { mnist: 0.954 },
    testSize: 8,
  },
  quality: {
    values: {},
    notes: [],
    cells: { 'svhn+text>mnist': quality, 'random>svhn': quality },
    features: 'raw <pixels>',
  },
  likelihood: {
    values: {},
    notes: [],
    estimates: { default: { mnist: { joint: estimate, svhn: estimate } } },
    points: 4,
    samples: 16,
  },
  'latent-space': {
    labels: [0, 1, 1, 0],
    spaces: { mnist: points, 'mnist+svhn': points },
    umap: { mnist: points.points },
  },
  samples: { rows: [{ label: 'T', texts: ['  zero'], heading: 'Given' }], pictures: {}, texts: [] },
};

/** What a made-up run is made of. */
export interface MadeUpOptions {
  /** Default: MMVAE and mmJSD on digits. */
  readonly experiments?: readonly Experiment[];
  /** Names of the kinds of jobs besides trainings; default: all. */
  readonly kinds?: readonly string[];
  readonly seeds?: readonly number[];
  readonly profile?: string;
  /** Beginnings of the labels of jobs that failed, e.g. kinds. */
  readonly failing?: readonly string[];
  /** Replaces the results of kinds. */
  readonly results?: Readonly<Record<string, object | ((job: Job) => object)>>;
}

function recordOf<Config, Result>(job: Job<Config, Result>, made: object): JobRecord<Result> {
  // What the store keeps: results that the kind's schema refuses are no results.
  const result = job.kind.result.parse(JSON.parse(JSON.stringify(made)));
  const { label, kind } = job;
  const times = { computedAt: '2026-01-02T03:04:05Z', seconds: 60, environment: 'made up' };
  return { format: 1, key: jobKey(job), kind: kind.kind, label, ...times, result };
}

/** A finished run with made-up results, all reused. */
export function madeUpRun(options: MadeUpOptions = {}): Run {
  const { experiments = [findExperiment('mmvae'), findExperiment('mmjsd')], seeds = [1], failing = [] } = options;
  const profile = findProfile(options.profile ?? 'smoke');
  const kinds = jobKinds.filter(({ kind }) => options.kinds?.includes(kind) ?? true);
  const sizes = { source: 'synthetic', seed: 1, trainSize: 64, testSize: 20 } as const;
  const data = Object.fromEntries(experiments.map(({ dataset }) => [dataset, { dataset, ...sizes }]));
  const outcomeOf = <Config, Result>(job: Job<Config, Result>): JobOutcome<Result> => {
    const { kind, label } = job;
    if (failing.some((begin) => label.startsWith(begin))) return { job, state: 'failed', reason: `no <${kind.kind}>` };
    const made = options.results?.[kind.kind] ?? madeUpResults[kind.kind]!;
    return { job, state: 'reused', record: recordOf(job, typeof made === 'function' ? made(job) : made) };
  };
  const runOf = (plan: readonly PlannedExperiment[]): Run => ({
    profile,
    data,
    seeds,
    engine: { name: 'onnx', description: 'made up' },
    plan,
    outcomes: jobsOf(plan).map((job) => outcomeOf(job)),
    facts: { gates: {} },
    startedAt: new Date('2026-01-02T03:04:05Z'),
    seconds: 12.3,
    outcome: outcomeOf,
    contextOf: () => ({
      profile: profile.name,
      data: 'made-up digits',
      backend: 'made up',
      seeds,
      reductions: ['2 steps.'],
    }),
    only: (own) => runOf(plan.filter(({ experiment }) => own.some(({ id }) => id === experiment.id))),
  });
  return runOf(planJobs({ profile, wanted: [{ experiments, kinds }], data, seeds, backend: 'onnx' }));
}
