import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { writeFileAtomic } from '@polyvae/training/node';
import { z } from 'zod';
import { makeFolder } from '../make-folder.js';
import { unitKey, type WorkUnit } from './unit.js';

/** What a run was to compute, for those who look at its folder while it goes on or later. */
export interface PlanFile {
  readonly format: 1;
  /** In a few words: profile and data. */
  readonly title: string;
  /** When the run was begun the last time, ISO 8601. */
  readonly begunAt: string;
  readonly units: readonly PlannedUnit[];
}

/** A unit of a plan. */
export interface PlannedUnit {
  readonly key: string;
  readonly label: string;
  readonly kind: string;
  /** Absent if it serves several. */
  readonly experiment?: string;
  /** Keys of the units it needs. */
  readonly needs: readonly string[];
}

const planSchema: z.ZodType<PlanFile> = z.strictObject({
  format: z.literal(1),
  title: z.string(),
  begunAt: z.string(),
  units: z.array(
    z.strictObject({
      key: z.string(),
      label: z.string(),
      kind: z.string(),
      experiment: z.string().optional(),
      needs: z.array(z.string()),
    }),
  ),
});

function experimentOf({ config }: WorkUnit): string | undefined {
  if ('experiment' in config) return config.experiment.id;
  return 'train' in config ? config.train.experiment.id : undefined;
}

/** Notes in the results folder what is to be computed. The same units are the same plan. */
export async function writePlan(root: string, title: string, units: readonly WorkUnit[]): Promise<void> {
  const planned = units.map((unit): PlannedUnit => {
    const experiment = experimentOf(unit);
    const { kind, label } = unit;
    return { key: unitKey(unit), label, kind, ...(experiment && { experiment }), needs: unit.needs.map(unitKey) };
  });
  const name = createHash('sha256')
    .update(planned.map(({ key }) => key).join())
    .digest('hex')
    .slice(0, 16);
  const plan: PlanFile = { format: 1, title, begunAt: new Date().toISOString(), units: planned };
  const folder = path.join(root, 'plans');
  makeFolder(folder);
  await writeFileAtomic(path.join(folder, `${name}.json`), new TextEncoder().encode(`${JSON.stringify(plan)}\n`));
}

/** The plans of a results folder, the last one first; files that are none are left out. */
export function readPlans(root: string): PlanFile[] {
  const folder = path.join(root, 'plans');
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const plans = files.flatMap((name) => {
    try {
      return [planSchema.parse(JSON.parse(readFileSync(path.join(folder, name), 'utf8')))];
    } catch {
      return [];
    }
  });
  return plans.sort((a, b) => b.begunAt.localeCompare(a.begunAt));
}
