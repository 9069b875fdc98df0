import type { Dataset } from '../datasets/dataset.js';

/** A modality as the paper abbreviates it: `mnist` is `M`; `random`, the prior, is `R`. Others keep their names. */
export function shortName(key: string, { data }: Pick<Dataset, 'data'>): string {
  return key === 'random' ? 'R' : (data.modalities.find((modality) => modality.key === key)?.letter ?? key);
}

/** A subset of the modalities: `mnist+svhn` is `M,S`. */
export function subsetLabel(subset: string, dataset: Pick<Dataset, 'data'>): string {
  return subset
    .split('+')
    .map((key) => shortName(key, dataset))
    .join(',');
}

/** A cell of what is generated from what: `svhn+text>mnist` is `S,T→M`. */
export function generationLabel(cell: string, dataset: Pick<Dataset, 'data'>): string {
  return cell
    .split('>')
    .map((part) => subsetLabel(part, dataset))
    .join('→');
}

/** A term of the loss: `reconstruction.mnist` is `reconstruction M`. */
export function termLabel(term: string, dataset: Pick<Dataset, 'data'>): string {
  return term
    .split('.')
    .map((part) => shortName(part, dataset))
    .join(' ');
}

/** A share as a whole percentage. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
