import { type Distribution, Independent, MixtureSameFamily } from '@polyvae/distributions';

/** A distribution's family for messages, e.g. `Independent(normal)`. */
export function describeKind(distribution: Distribution): string {
  if (distribution instanceof Independent) return `Independent(${describeKind(distribution.base)})`;
  if (distribution instanceof MixtureSameFamily) return `Mixture(${describeKind(distribution.components)})`;
  return distribution.kind;
}
