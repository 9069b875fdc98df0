import { NonFiniteError } from './errors.js';
import type { TermValues } from './terms.js';

/** Value that is not finite, and its place. */
export interface NonFiniteValue {
  readonly term: string;
  /** As the rest of a sentence. */
  readonly where: string;
  /** Steps completed. */
  readonly step: number;
  /** The last good one. */
  readonly checkpoint: string | undefined;
  /** Where the batch itself is not finite, if it is not. */
  readonly data?: string | undefined;
}

/** The error that ends a run at a value that is not finite. */
export function nonFinite(value: NonFiniteValue): NonFiniteError {
  const { term, where, step, checkpoint, data } = value;
  const kept = checkpoint === undefined ? 'no checkpoint was saved' : `the last good checkpoint is ${checkpoint}`;
  return new NonFiniteError(`training stopped: '${term}' is not finite ${where}; ${kept}. ${adviceOn(data)}`, {
    term,
    step,
    checkpoint,
    data,
  });
}

/** Advice on a loss that is not finite. */
export function adviceOn(data: string | undefined): string {
  const rate = 'a smaller learning rate or clipNorm may help';
  if (data === undefined) return `A${rate.slice(1)}`;
  return `Note that ${data}: unless that row is marked as missing, clean the data; otherwise ${rate}`;
}

/** Like JSON, but with NaN and infinities shown. */
export function describeTerms(terms: TermValues): string {
  const parts = Object.entries(terms).map(
    ([name, value]) => `${name}: ${typeof value === 'number' ? String(value) : describeTerms(value)}`,
  );
  return `{ ${parts.join(', ')} }`;
}
