import { estimateCost, type JobCost, type Prepared, wallSeconds } from '@polyvae/benchmarks';
import { type Job, JobStore } from '@polyvae/jobs';
import { formatSeconds } from '@polyvae/training/node';

function totalOf(costs: readonly JobCost[]): number {
  return costs.reduce((sum, { seconds }) => sum + seconds, 0);
}

function lineOf({ job, count, counted, milliseconds, seconds }: JobCost): string {
  const each = `${milliseconds.toPrecision(3)} ms`;
  return `  ${job.label}: ${count.toLocaleString('en-US')} ${counted} × ${each} = ${formatSeconds(seconds)}`;
}

/** Costs of a plan, said before it starts: a line for each training and judge, evaluations by kind, the whole. */
export async function costLines(
  jobs: readonly Job[],
  { out, engine, slurm }: Prepared,
  lanes: number,
): Promise<string[]> {
  if (slurm && (engine.name === 'node-gpu' || engine.name === 'node')) {
    return [
      `  Cost: not estimated here; polyvae step --backend ${engine.name} measures a step on a machine that has it.`,
    ];
  }
  const costs = await estimateCost(jobs, new JobStore(out));
  if (costs.length === 0) return [];
  const evaluated = costs.filter(({ counted }) => counted === 'items');
  const kinds = [...new Set(evaluated.map(({ job }) => job.kind.kind))].map((kind) => {
    const those = evaluated.filter(({ job }) => job.kind.kind === kind);
    return `  ${kind}, ${those.length} job${those.length > 1 ? 's' : ''}: ${formatSeconds(totalOf(those))}`;
  });
  const most = Number.isFinite(lanes) ? `with ${lanes} job${lanes > 1 ? 's' : ''}` : 'with all jobs';
  return [
    ...costs.filter(({ counted }) => counted === 'steps').map(lineOf),
    ...kinds,
    `  In all about ${formatSeconds(totalOf(costs))} of computing as fast as this machine, ${most} at a time about ` +
      `${formatSeconds(wallSeconds(costs, lanes))}; fitting linear classifiers and clustering come on top. ` +
      'It can be stopped and continued at any time.',
  ];
}
