import type { TableColumn } from '../table.js';

/** The subsets of the modalities, in the paper's order. */
export const subsetColumns: readonly TableColumn[] = [
  { key: 'mnist', label: 'M' },
  { key: 'svhn', label: 'S' },
  { key: 'text', label: 'T' },
  { key: 'mnist+svhn', label: 'M,S' },
  { key: 'mnist+text', label: 'M,T' },
  { key: 'svhn+text', label: 'S,T' },
  { key: 'mnist+svhn+text', label: 'joint' },
];

/**
 * Random generation and each modality from every subset of the others, as published; then random generation as the paper's
 * text defines it, since the published numbers are another count: `RandomCoherence.publishedCount` of @polyvae/metrics.
 */
export const coherenceColumns: readonly TableColumn[] = [
  // More is not better: models without any coherence have 0.82.
  { key: 'random, code', label: 'random, code', metric: { name: 'accuracy', digits: 2 } },
  { key: 'svhn>mnist', label: 'S→M' },
  { key: 'text>mnist', label: 'T→M' },
  { key: 'svhn+text>mnist', label: 'S,T→M' },
  { key: 'mnist>svhn', label: 'M→S' },
  { key: 'text>svhn', label: 'T→S' },
  { key: 'mnist+text>svhn', label: 'M,T→S' },
  { key: 'mnist>text', label: 'M→T' },
  { key: 'svhn>text', label: 'S→T' },
  { key: 'mnist+svhn>text', label: 'M,S→T' },
  { key: 'random', label: 'random, all' },
];
