import stringify from 'safe-stable-stringify';
import { codeIdentity } from './code/code-graph.js';
import type { Job } from './job.js';
import { sha256 } from './sha256.js';

const keys = new WeakMap<Job, string>();

/**
 * Identity of a job by content: kind, configuration, code, and the jobs it needs. Equal keys mean equal results in the same
 * environment.
 * @throws {JobsError} if the code's imports cannot be followed.
 */
export function jobKey(job: Job): string {
  const known = keys.get(job);
  if (known !== undefined) return known;
  const key = keyOf(job, jobKey);
  keys.set(job, key);
  return key;
}

/**
 * Gives a job the key that another process computed, so that all processes of a run agree even if the code on the disk
 * changes meanwhile.
 */
export function adoptKey(job: Job, key: string): void {
  keys.set(job, key);
}

/** The key by the code as it is here, whatever key was adopted. */
export function keyHere(job: Job): string {
  return keyOf(job, keyHere);
}

function keyOf({ kind, config, needs }: Job, keyOfNeed: (need: Job) => string): string {
  const identity = {
    kind: kind.kind,
    config: kind.identity ? kind.identity(config) : config,
    code: entriesOf(kind, config).map((entry) => codeIdentity(entry)),
    needs: needs.map(keyOfNeed),
  };
  return sha256(stringify(identity));
}

function entriesOf({ code }: Job['kind'], config: unknown): readonly URL[] {
  const entries = typeof code === 'function' ? code(config) : code;
  return entries instanceof URL ? [entries] : entries;
}
