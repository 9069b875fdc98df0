import type { JobStatus } from './job-status.js';

const states = ['done', 'running', 'failed', 'damaged', 'waiting'] as const;

/** States of a plan's jobs as a table: a row for each subject, a column for each kind. */
export interface StatusTable {
  /** Names of kinds. */
  readonly columns: readonly string[];
  readonly rows: readonly {
    /** Absent for jobs that serve several subjects. */
    readonly subject?: string;
    /** One for each column: a state, a percentage, or counts of states; empty if there is no such job. */
    readonly cells: readonly string[];
  }[];
}

/** Counts of jobs in each state, e.g. `2 done, 1 failed`. */
export function countsOf(statuses: readonly JobStatus[]): string {
  return states
    .map((state) => [state, statuses.filter((status) => status.state === state).length] as const)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state}`)
    .join(', ');
}

/** Tabulates the states of a plan's jobs, to be printed by whatever the caller prints tables with. */
export function statusTable(statuses: readonly JobStatus[]): StatusTable {
  const subjects = [...new Set(statuses.map(({ job }) => job.subject))];
  const columns = [...new Set(statuses.map(({ job }) => job.kind))];
  const rows = subjects.map((subject) => {
    const own = statuses.filter(({ job }) => job.subject === subject);
    const cells = columns.map((kind) => cellOf(own.filter(({ job }) => job.kind === kind)));
    return { ...(subject !== undefined && { subject }), cells };
  });
  return { columns, rows };
}

function cellOf(statuses: readonly JobStatus[]): string {
  const [first] = statuses;
  if (!first) return '';
  if (statuses.length > 1) return countsOf(statuses);
  const { progress } = first;
  return progress && progress.total > 0 ? `${Math.floor((100 * progress.done) / progress.total)} %` : first.state;
}

/** Paragraphs of lines about the jobs that run, have failed, are damaged or wait: progress, note, and folders to look into. */
export function statusDetails(statuses: readonly JobStatus[]): string[] {
  return (['running', 'failed', 'damaged', 'waiting'] as const).flatMap((state) => {
    const those = statuses.filter((status) => status.state === state);
    if (those.length === 0) return [];
    const lines = those.map(({ job, note, progress, directory }) => {
      const at = progress ? ` ${progress.done}/${progress.total} ${progress.note};` : '';
      return `  ${job.label}:${at} ${note}${state === 'failed' || state === 'damaged' ? `\n    ${directory}` : ''}`;
    });
    return [[`${state}:`, ...lines].join('\n')];
  });
}
