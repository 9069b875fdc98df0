import type { TermValues } from '@polyvae/training';

/** Nested terms as one record: `{ reconstruction: { mnist } }` gives `reconstruction.mnist`. */
export function flattenTerms(terms: TermValues, prefix = ''): Record<string, number> {
  return Object.assign(
    {},
    ...Object.entries(terms).map(([name, value]) =>
      typeof value === 'number' ? { [prefix + name]: value } : flattenTerms(value, `${prefix}${name}.`),
    ),
  ) as Record<string, number>;
}
