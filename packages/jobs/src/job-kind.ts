import type { z } from 'zod';
import type { JobContext } from './job-context.js';

/** Modules by configuration. (A method's type, so that jobs of every configuration are jobs.) */
export type CodeOf<Config> = { of(config: Config): readonly URL[] }['of'];

/** The definition of a kind of job, but for its name. */
export interface JobDefinition<Config, Result> {
  /** Checked when a job is made, also when it is read from a file or comes from another process. */
  readonly config: z.ZodType<Config>;
  /** Checked when a result is kept or read. A result is plain data: what JSON keeps. */
  readonly result: z.ZodType<Result>;
  /**
   * The modules that do the work, by configuration where that decides: they and what they import are the job's code, which is
   * part of its key. A module that prepares the process, such as one that starts a compute engine, belongs to them.
   */
  readonly code: URL | readonly URL[] | CodeOf<Config>;
  /** Does the work. The jobs it needs are in the store. */
  run(config: Config, context: JobContext): Promise<Result>;
  /** The part of the configuration that decides the result; default: all of it. Paths of files may be left out, say. */
  identity?(config: Config): unknown;
  /**
   * Names of files and folders in a job's folder that only serve to go on after a stop, such as checkpoints and logs. All other
   * files belong to the result: if one of them is damaged later, the job is computed again.
   */
  readonly working?: readonly string[];
  /** Rough seconds that a job takes, for the first estimates of the time left; default 10. */
  readonly guess?: number;
  /** Jobs of one group take about the same time; default: all of a kind. */
  group?(config: Config): string;
  /** The subject that the job is about, e.g. the model that it evaluates; status tables have a row for each. */
  subject?(config: Config): string | undefined;
}

/** A kind of job: everything there is to know about it. */
export interface JobKind<Kind extends string = string, Config = unknown, Result = unknown>
  extends JobDefinition<Config, Result> {
  /** Its name, under which it is found again. */
  readonly kind: Kind;
}

/**
 * Defines a kind of job.
 * @param kind Its name, unlike that of any other kind of the same program.
 */
export function defineJob<const Kind extends string, Config, Result>(
  kind: Kind,
  definition: JobDefinition<Config, Result>,
): JobKind<Kind, Config, Result> {
  return { ...definition, kind };
}
