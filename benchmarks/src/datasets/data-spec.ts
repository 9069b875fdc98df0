import { z } from 'zod';

/** Schema of {@link DataSpec}. */
export const dataSpecSchema = z.discriminatedUnion('source', [
  z.strictObject({
    /** Name of the data set. */
    dataset: z.string(),
    source: z.literal('synthetic'),
    seed: z.int(),
    trainSize: z.int().positive(),
    testSize: z.int().positive(),
  }),
  z.strictObject({
    dataset: z.string(),
    source: z.literal('files'),
    seed: z.int(),
    /** Test items at most; absent: all. */
    testSize: z.int().positive().optional(),
    /** Goes on without listed images that are missing or damaged. */
    skipCorrupt: z.boolean().optional(),
    /** SHA-256 of the files, by name. */
    digests: z.record(z.string(), z.string()),
    /** Where the files are here; no part of the data's identity. */
    paths: z.record(z.string(), z.string()),
  }),
]);

/** Data as data: enough to make them again, in another process too. Either a stand-in drawn from a seed, or files. */
export type DataSpec = z.infer<typeof dataSpecSchema>;

/** A stand-in that is drawn from a seed. */
export type SyntheticSpec = Extract<DataSpec, { source: 'synthetic' }>;

/** Official files. */
export type FilesSpec = Extract<DataSpec, { source: 'files' }>;

/** The specification of each data set that is used, by name. */
export type DataSpecs = Readonly<Record<string, DataSpec>>;
