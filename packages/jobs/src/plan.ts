import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { allJobs } from './all-jobs.js';
import { makeFolder, writeFileAtomic } from './files.js';
import type { Job } from './job.js';
import { jobKey } from './job-key.js';
import { isKey, isLabel } from './label.js';
import { sha256 } from './sha256.js';

/** The list of jobs of a run, for those who look at its folder while it goes on or later. */
export interface Plan {
  readonly format: 1;
  /** A few words for people. */
  readonly title: string;
  /** When the run was begun the last time, ISO 8601. */
  readonly begunAt: string;
  readonly jobs: readonly PlannedJob[];
}

/** A job of a plan. */
export interface PlannedJob {
  readonly key: string;
  readonly label: string;
  readonly kind: string;
  /** Subject; absent if it serves several subjects. */
  readonly subject?: string;
  /** Keys of the jobs it needs. */
  readonly needs: readonly string[];
}

const planSchema: z.ZodType<Plan> = z.strictObject({
  format: z.literal(1),
  title: z.string(),
  begunAt: z.string(),
  jobs: z.array(
    z.strictObject({
      key: z.string().refine(isKey),
      label: z.string().refine(isLabel),
      kind: z.string(),
      subject: z.string().optional(),
      needs: z.array(z.string()),
    }),
  ),
});

const folderOf = (root: string): string => path.join(root, 'plans');

/** Notes in the results folder which jobs are to be computed, with those they need. The same jobs are the same plan. */
export async function writePlan(root: string, title: string, jobs: readonly Job[]): Promise<void> {
  const planned = allJobs(jobs).map((job): PlannedJob => {
    const subject = job.kind.subject?.(job.config);
    const { label, needs, kind } = job;
    return { key: jobKey(job), label, kind: kind.kind, ...(subject && { subject }), needs: needs.map(jobKey) };
  });
  const name = sha256(planned.map(({ key }) => key).join()).slice(0, 16);
  const plan: Plan = { format: 1, title, begunAt: new Date().toISOString(), jobs: planned };
  makeFolder(folderOf(root));
  await writeFileAtomic(path.join(folderOf(root), `${name}.json`), `${JSON.stringify(plan)}\n`);
}

/** The plans of a results folder, the last one begun first; damaged files are left out. */
export function readPlans(root: string): Plan[] {
  let names: string[];
  try {
    names = readdirSync(folderOf(root)).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
  const plans = names.flatMap((name) => {
    try {
      return [planSchema.parse(JSON.parse(readFileSync(path.join(folderOf(root), name), 'utf8')))];
    } catch {
      return [];
    }
  });
  return plans.sort((a, b) => b.begunAt.localeCompare(a.begunAt));
}
