const letters: Readonly<Record<string, string>> = { mnist: 'M', svhn: 'S', text: 'T', image: 'I', random: 'R' };

/** A modality as the paper abbreviates it: `mnist` is `M`; `random`, the prior, is `R`. Others keep their names. */
export function shortName(key: string): string {
  return letters[key] ?? key;
}

/** A subset of the modalities: `mnist+svhn` is `M,S`. */
export function subsetLabel(subset: string): string {
  return subset.split('+').map(shortName).join(',');
}

/** What is generated from what: `svhn+text>mnist` is `S,T→M`. */
export function generationLabel(cell: string): string {
  return cell.split('>').map(subsetLabel).join('→');
}

/** A term of the loss: `reconstruction.mnist` is `reconstruction M`. */
export function termLabel(term: string): string {
  return term.split('.').map(shortName).join(' ');
}
