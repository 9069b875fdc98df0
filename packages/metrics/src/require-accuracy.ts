import { ArgumentError, PolyvaeError } from '@polyvae/errors';
import { requireShare } from './require-share.js';

/** A classifier that is not good enough to judge by. */
export class AccuracyError extends PolyvaeError {
  override readonly name = 'AccuracyError';
  readonly code = 'accuracy';
  /** The classifiers at fault. */
  readonly failed: readonly string[];

  constructor(message: string, failed: readonly string[]) {
    super(message);
    this.failed = failed;
  }
}

/**
 * Stops if a classifier is not as accurate as it must be: coherence by a weak classifier says little of what it judges.
 * @param measured Accuracy of each classifier on real held-out data.
 * @param gates What each has to reach, or one number for all. Stand-ins for the real data may need lower ones.
 * @throws {AccuracyError} naming every classifier below its gate, with both numbers.
 * @throws {ArgumentError} if a gate is no number from 0 to 1, or one is missing, or an accuracy is neither such a number nor NaN.
 * @example
 * ```ts
 * requireAccuracy({ mnist: 0.98, svhn: 0.91 }, { mnist: 0.97, svhn: 0.85 });
 * ```
 */
export function requireAccuracy<K extends string>(
  measured: Readonly<Record<K, number>>,
  gates: Readonly<Record<NoInfer<K>, number>> | number,
): void {
  const names = Object.keys(measured) as K[];
  if (names.length === 0) throw new ArgumentError('requireAccuracy: expected at least one accuracy, found none');
  const failures = names.flatMap((name) => {
    const gate = typeof gates === 'number' ? gates : gates[name];
    requireShare(`requireAccuracy(gate of '${name}')`, gate);
    if (!Number.isNaN(measured[name])) requireShare(`requireAccuracy(accuracy of '${name}')`, measured[name]);
    // Not `<`, so that NaN fails.
    return measured[name] >= gate ? [] : [{ name, gate }];
  });
  if (failures.length === 0) return;
  const shown = failures.map(({ name, gate }) => `'${name}' is right in ${measured[name]}, must be in ${gate}`);
  throw new AccuracyError(
    `classifiers are not accurate enough to judge by: ${shown.join('; ')}. Train them longer, or state a lower gate.`,
    failures.map(({ name }) => name),
  );
}
