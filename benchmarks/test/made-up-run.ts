import type { BenchResult } from '../src/bench.js';
import { buildTable } from '../src/build-table.js';
import type { Experiment } from '../src/experiment.js';
import { mstMmjsd } from '../src/experiments/mst-mmjsd.js';
import { mstMmvae } from '../src/experiments/mst-mmvae.js';
import { planUnits, unitsOf } from '../src/plan.js';
import { smoke } from '../src/profiles/smoke.js';
import type { UnitOutcome } from '../src/runner/schedule-units.js';
import { type UnitKind, unitKey } from '../src/runner/unit.js';
import type { TableSpec } from '../src/table.js';
import { table1 } from '../src/tables/table-1.js';
import { table2 } from '../src/tables/table-2.js';

const pair = [
  [3, 1],
  [0, 4],
];
const estimate = { mean: -12.34, standardError: 1.5, samplingError: null, effectiveSamples: { mean: 3.2, min: 1 } };
const quality = {
  prdMean: 0.5,
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

/** What units of each kind give; numbers without a meaning. */
export const madeUpResults: Readonly<Partial<Record<UnitKind, object>>> = {
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
  classifier: {
    modality: 'mnist',
    accuracy: 0.954,
    gate: 0.9,
    confusion: pair,
    trainSize: 64,
    testSize: 20,
    steps: 7,
    seconds: 2,
  },
  probe: {
    values: { default: { mnist: 0.97, svhn: 0.9, text: 0.5, 'mnist+svhn': 0.93, 'mnist+svhn+text': 0.98 } },
    notes: ['The probe learns from 40 latents.'],
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
    classifiers: { mnist: 0.954 },
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
  samples: { rows: [{ label: 'T', texts: ['  zero'], heading: 'Given' }], pictures: {} },
};

/**
 * A finished run of MMVAE and mmJSD with made-up results.
 * @param options.failing Kinds of units that failed.
 * @param options.results Replaces the results of kinds.
 */
export function madeUpRun(
  options: {
    readonly failing?: readonly UnitKind[];
    readonly results?: typeof madeUpResults;
    readonly experiments?: readonly Experiment[];
    readonly tables?: readonly TableSpec[];
    readonly seeds?: readonly number[];
  } = {},
): BenchResult {
  const { failing = [], experiments = [mstMmvae, mstMmjsd], tables = [table1, table2], seeds = [1] } = options;
  const results = { ...madeUpResults, ...options.results };
  const plan = planUnits({
    profile: smoke,
    experiments,
    data: { 'mnist-svhn-text': { kind: 'synthetic', seed: 1, trainSize: 64, testSize: 20 } },
    seeds,
    backend: 'onnx',
    kinds: ['samples', 'latent-space', 'probe', 'coherence', 'quality', 'likelihood'],
  });
  const outcomes = unitsOf(plan).map((unit): UnitOutcome => {
    const { kind, label, config } = unit;
    if (failing.includes(kind)) return { unit, state: 'failed', reason: `no <${kind}>` };
    const record = {
      format: 1,
      key: unitKey(unit),
      kind,
      label,
      computedAt: '2026-01-02T03:04:05Z',
      seconds: 60,
    } as const;
    return { unit, state: 'reused', record: { ...record, engine: 'made up', config, result: results[kind] } };
  });
  const byKey = new Map(outcomes.map((outcome) => [unitKey(outcome.unit), outcome]));
  const context = { profile: 'smoke', data: 'made-up digits', backend: 'made up', seeds, reductions: ['2 steps.'] };
  return {
    plan,
    outcomes,
    figures: [],
    facts: {},
    context,
    tables: tables.map((table) => buildTable(table, plan, outcomes, context)),
    engine: { name: 'onnx', description: 'made up' },
    startedAt: new Date('2026-01-02T03:04:05Z'),
    seconds: 12.3,
    outcome: (unit) => byKey.get(unitKey(unit))!,
  };
}
