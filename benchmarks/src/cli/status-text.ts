import CliTable from 'cli-table3';
import type { PlanFile } from '../runner/plan-file.js';
import { minuteOf, type UnitStatus } from '../runner/unit-status.js';

const states = ['done', 'running', 'failed', 'waiting'] as const;

/** How many units are in which state, e.g. `2 done, 1 failed`. */
export function countsOf(statuses: readonly UnitStatus[]): string {
  return states
    .map((state) => [state, statuses.filter((status) => status.state === state).length] as const)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state}`)
    .join(', ');
}

function cellOf(statuses: readonly UnitStatus[]): string {
  const [first] = statuses;
  if (!first) return '';
  if (statuses.length > 1) return countsOf(statuses);
  const { progress } = first;
  return progress && progress.total > 0 ? `${Math.floor((100 * progress.done) / progress.total)} %` : first.state;
}

/** How a plan stands, for a terminal or a log: a row for each experiment, a column for each kind, then what runs and failed. */
export function statusText({ title, begunAt }: PlanFile, statuses: readonly UnitStatus[]): string {
  const experiments = [...new Set(statuses.map(({ unit }) => unit.experiment ?? 'for all'))];
  const kinds = [...new Set(statuses.map(({ unit }) => unit.kind))];
  const grid = new CliTable({
    head: ['', ...kinds],
    style: { head: [], border: [], compact: true },
  });
  for (const experiment of experiments) {
    const own = statuses.filter(({ unit }) => (unit.experiment ?? 'for all') === experiment);
    grid.push([experiment, ...kinds.map((kind) => cellOf(own.filter(({ unit }) => unit.kind === kind)))]);
  }
  const sections = (['running', 'failed', 'waiting'] as const).flatMap((state) => {
    const those = statuses.filter((status) => status.state === state);
    if (those.length === 0) return [];
    return [
      `${state}:`,
      ...those.map(({ unit, note, progress, directory }) => {
        const at = progress ? ` ${progress.done}/${progress.total} ${progress.note};` : '';
        return `  ${unit.label}:${at} ${note}${state === 'failed' ? `\n    ${directory}` : ''}`;
      }),
    ];
  });
  const head = `${title}, begun ${minuteOf(begunAt)}: ${statuses.length} work units, ${countsOf(statuses)}`;
  return [head, grid.toString(), ...sections].join('\n');
}
