import { z } from 'zod';
import { JobsError } from './errors.js';
import type { JobKind } from './job-kind.js';
import { requireLabel } from './label.js';

/** One piece of work whose result is kept. */
export interface Job<Config = unknown, Result = unknown> {
  readonly kind: JobKind<string, Config, Result>;
  /** Name for people; begins the folder's name. */
  readonly label: string;
  readonly config: Config;
  /** Jobs that must be finished first. */
  readonly needs: readonly Job[];
}

/**
 * Makes a job.
 * @throws {JobsError} if the label cannot begin a folder's name, or the kind's schema refuses the configuration.
 */
export function job<Config, Result>(
  kind: JobKind<string, Config, Result>,
  { label, config, needs = [] }: { readonly label: string; readonly config: Config; readonly needs?: readonly Job[] },
): Job<Config, Result> {
  requireLabel(label, `a '${kind.kind}' job`);
  const { data, error } = kind.config.safeParse(config);
  if (error) {
    throw new JobsError(
      `The configuration of the '${kind.kind}' job ${label} is not valid:\n${z.prettifyError(error)}`,
    );
  }
  return { kind, label, config: data, needs };
}
