import { formatSeconds } from '@polyvae/training/node';
import { estimateCost, type UnitCost, wallSeconds } from '../estimate-cost.js';
import { isTraining, type WorkUnit } from '../runner/unit.js';
import { UnitStore } from '../runner/unit-store.js';
import type { SlurmSettings } from '../slurm/job-script.js';

function totalOf(costs: readonly UnitCost[]): number {
  return costs.reduce((sum, { seconds }) => sum + seconds, 0);
}

function lineOf({ unit, count, milliseconds, seconds }: UnitCost): string {
  const each = `${milliseconds.toPrecision(3)} ms`;
  return `  ${unit.label}: ${count.toLocaleString('en-US')} ${isTraining(unit) ? 'steps' : 'items'} × ${each} = ${formatSeconds(seconds)}`;
}

/** What a plan will take, said before it starts: a line for each training and classifier, evaluations by kind, the whole. */
export async function costLines(
  units: readonly WorkUnit[],
  { out, backend }: { readonly out: string; readonly backend: string },
  { slurm, processes }: { readonly slurm: SlurmSettings | undefined; readonly processes: number },
): Promise<string[]> {
  if (slurm && (backend === 'node-gpu' || backend === 'node')) {
    return [`  Cost: not estimated here; polyvae step --backend ${backend} measures a step on a machine that has it.`];
  }
  const costs = await estimateCost(units, new UnitStore(out));
  if (costs.length === 0) return [];
  const evaluated = costs.filter(({ unit }) => !isTraining(unit));
  const kinds = [...new Set(evaluated.map(({ unit }) => unit.kind))].map((kind) => {
    const those = evaluated.filter(({ unit }) => unit.kind === kind);
    return `  ${kind}, ${those.length} work unit${those.length > 1 ? 's' : ''}: ${formatSeconds(totalOf(those))}`;
  });
  const lanes = slurm ? (slurm.tasks ?? Number.POSITIVE_INFINITY) : Math.max(1, processes);
  const most = slurm
    ? slurm.tasks
      ? `with ${slurm.tasks} tasks`
      : 'with all tasks'
    : `with ${lanes} work unit${lanes > 1 ? 's' : ''}`;
  return [
    ...costs.filter((cost) => !evaluated.includes(cost)).map(lineOf),
    ...kinds,
    `  In all about ${formatSeconds(totalOf(costs))} of computing as fast as this machine, ${most} at a time about ` +
      `${formatSeconds(wallSeconds(costs, lanes))}; fitting linear classifiers and clustering come on top. ` +
      'It can be stopped and continued at any time.',
  ];
}
