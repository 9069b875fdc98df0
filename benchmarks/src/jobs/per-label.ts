import type { Dataset } from '../datasets/dataset.js';
import { generationLabel, percent } from './names.js';
import type { ShownCell, ShownSection } from './shown.js';

/**
 * Indices of labels by their frequency among test items, the most frequent first. Those that no item has are left out, as of
 * means: they have no average precision.
 */
export function byFrequency(frequencies: readonly number[]): number[] {
  const present = frequencies.flatMap((frequency, label) => (frequency > 0 ? [label] : []));
  return present.sort((a, b) => frequencies[b]! - frequencies[a]!);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Average precision of every label by subset or by what is generated from what: means first, then the most frequent labels.
 * @param where What labels are found in, e.g. `latents of 10 test items`.
 */
export function perLabelTable(
  where: string,
  scores: Readonly<Record<string, readonly number[]>>,
  { frequencies, dataset }: { readonly frequencies: readonly number[]; readonly dataset: Dataset },
): ShownSection {
  const columns = Object.entries(scores);
  const order = byFrequency(frequencies);
  const means = columns.map(([, own]): ShownCell => {
    return { value: mean(order.map((label) => own[label]!)), digits: 2, bold: true };
  });
  const rows = order.map((label): ShownCell[] => [
    dataset.data.target.names[label]!,
    percent(frequencies[label]!),
    ...columns.map(([, own]): ShownCell => ({ value: own[label]!, digits: 2 })),
  ]);
  const first = ['mean', percent(mean(order.map((label) => frequencies[label]!))), ...means];
  const head = ['label', 'frequency', ...columns.map(([key]) => generationLabel(key, dataset))];
  const title = `Average precision of each label in ${where}`;
  return {
    title,
    folded: true,
    parts: [
      { type: 'text', text: "Guessing has an average precision of a label's frequency." },
      { type: 'table', label: title, head, groups: [{ rows: [first, ...rows] }] },
    ],
  };
}
