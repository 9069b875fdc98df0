import { celebaExperiments } from '../celeba.js';
import type { Experiment } from '../experiment.js';
import { mstExperiments } from '../mst.js';
import { abbreviated, joint, pairs, singles, toMnist, toSvhn, toText } from '../mst-keys.js';
import { codeWeights } from '../official-code.js';
import type { TableColumn, TableMetric, TableRowSpec } from '../table.js';

/** Metric of tables of accuracies. */
export const accuracy: TableMetric = { name: 'accuracy', digits: 2, higherIsBetter: true };

/** Columns of a table's own metric, with abbreviated labels. */
export function columnsOf(keys: readonly string[]): TableColumn[] {
  return keys.map((key) => ({ key, label: abbreviated(key) }));
}

/** The subsets of the modalities, in the paper's order. */
export const subsetColumns: readonly TableColumn[] = [
  ...columnsOf([...singles, ...pairs]),
  { key: joint[0], label: 'joint' },
];

/**
 * Random generation and each modality from every subset of the others, as published; then random generation as the paper's
 * text defines it, since the published numbers are another count: `publishedCoherence` of @polyvae/metrics/published-code.
 */
export const coherenceColumns: readonly TableColumn[] = [
  // More is not better: models without any coherence have 0.82.
  { key: 'random, code', label: 'random, code', metric: { name: 'accuracy', digits: 2 } },
  ...columnsOf([...toMnist, ...toSvhn, ...toText]),
  { key: 'random', label: 'random, all' },
];

/** Published numbers of experiments by their ids, in the order of a table's rows and columns. */
export type Published = Readonly<Record<string, readonly number[]>>;

/** Some experiments' published numbers, in this order. */
export function only(published: Published, ...ids: readonly string[]): Published {
  return Object.fromEntries(ids.map((id) => [id, published[id]!]));
}

/** Rows besides those with published numbers. */
export interface MoreRows {
  /** Rows of MVAE with the published code's weights, from which the paper's rows of MVAE come, and as that code trains it. */
  readonly officialCode?: true;
  /** Rows of other variants below a model's own, by its objective: how each is called, by variant. */
  readonly variants?: Readonly<Partial<Record<Experiment['objective'], Readonly<Record<string, string>>>>>;
}

/** Why profiles do not have the rows of importance samples. */
const tooSlow =
  'a training step with 30 importance samples takes many times as long (measure it: polyvae step --model mmvae-i30)';

const experiments: readonly Experiment[] = [...mstExperiments, ...celebaExperiments];

/** A row of an experiment's `default` variant, without published numbers. */
function rowOf(id: string): TableRowSpec {
  const { title, latent } = experiments.find((experiment) => experiment.id === id)!;
  const group =
    latent.private > 0
      ? `Modality-specific subspaces (shared ${latent.shared} + private ${latent.private} each)`
      : `One shared latent (${latent.shared})`;
  // Tables are about one data set, which titles need not repeat.
  return { label: title.replace(' on CelebA', ''), group, experiment: id, variant: 'default' };
}

/** Rows of experiments with published numbers, in their order. */
export function rowsOf(published: Published, { officialCode, variants = {} }: MoreRows = {}): TableRowSpec[] {
  return Object.entries(published).flatMap(([id, numbers]): TableRowSpec[] => {
    const row: TableRowSpec = { ...rowOf(id), published: numbers };
    const { objective, importance } = experiments.find((experiment) => experiment.id === id)!;
    if (importance) return [{ ...row, optionalNextTo: 'mst-mmvae', leftOutBecause: tooSlow }];
    const endings = officialCode && objective === 'mvae' ? [codeWeights, '-official-code'] : [];
    const official = endings.map((end) => `${id}${end}`).filter((own) => experiments.some((one) => one.id === own));
    const source = official.find((own) => own.endsWith(codeWeights));
    const others = Object.entries(variants[objective] ?? {});
    return [
      { ...row, ...(source && { comparedBy: source }) },
      ...official.map((own) => ({
        ...rowOf(own),
        published: numbers,
        optionalNextTo: id,
        ...(source && source !== own && { comparedBy: source }),
      })),
      ...others.map(([variant, name]) => ({ ...rowOf(id), label: `${row.label}, ${name}`, variant })),
    ];
  });
}

/** The rows that have published numbers again, with what the published code takes for a log-likelihood. */
export function asPublishedCode(rows: readonly TableRowSpec[]): TableRowSpec[] {
  const group = 'Averaged as the published code does: 12 draws, each of another item';
  return rows
    .filter(({ published, optionalNextTo }) => published && optionalNextTo === undefined)
    .map((row) => ({ ...row, label: `${row.label}, code`, group, variant: 'published' }));
}
