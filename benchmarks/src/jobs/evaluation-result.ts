import { z } from 'zod';

/** Schema of a number that may be missing: JSON keeps NaN as null. */
export const real: z.ZodType<number> = z
  .union([z.number(), z.nan(), z.null()])
  .transform((value) => value ?? Number.NaN);

/** Schema of numbers by variant (`default` is what the paper's tables show) and key of a table's column. */
const byVariant = z.record(z.string(), z.record(z.string(), real));

/** Schema of what every job that fills tables gives, besides what is its own. */
export const evaluationShape = {
  /** By variant (`default` is what the paper's tables show) and key of a table's column. */
  values: byVariant,
  /** Standard errors of the values over the test items that they are made from, where they are made from some. */
  standardErrors: byVariant.optional(),
  /** What the numbers were made with, one sentence each; printed below the tables that show them. */
  notes: z.array(z.string()).readonly(),
};

/** What every job that fills tables gives. */
export type EvaluationResult = z.infer<z.ZodObject<typeof evaluationShape>>;

/** Values by variant and subset or cell, while they are found. */
export type ByVariant<T> = Record<string, Record<string, T>>;

/** Schema of counts: `[i][j]` items of class `i` that were taken for class `j`. */
export const confusion = z.array(z.array(z.number()).readonly()).readonly();

/** Schema of a number of each label, by variant and subset or `SUBSET>TARGET`. */
export const perLabel = z.record(z.string(), z.record(z.string(), z.array(real).readonly()));

/** Schema of a number of items. */
export const size = z.int().positive();
