import { markdownTable } from 'markdown-table';
import type { Sweep, SweepPoint } from '../figure.js';
import type { TableMetric } from '../table.js';
import { csvText } from './csv.js';
import { cellText, oursText } from './format-number.js';
import { contextNotes } from './notes.js';

function pointText({ y, sd, values, missing }: SweepPoint, metric: TableMetric): string {
  return oursText(cellText({ ours: y, sd, values, missing }, metric));
}

function reusedNotes({ panels, xTitle }: Sweep): string[] {
  return panels.flatMap(({ title, lines }) => {
    const earlier = new Map<string, number[]>();
    for (const { x, computedEarlier } of lines[0]?.points ?? []) {
      if (computedEarlier) earlier.set(computedEarlier, [...(earlier.get(computedEarlier) ?? []), x]);
    }
    return [...earlier].map(([date, xs]) => `Reused, computed ${date}: ${title}, ${xTitle} ${xs.join(', ')}.`);
  });
}

/** What must stand beside a sweep: what it was made with, what is reduced, which numbers are older, what is missing. */
export function sweepNotes(sweep: Sweep): string[] {
  const missing = sweep.panels.flatMap(({ title, lines }) =>
    (lines[0]?.points ?? []).flatMap(({ x, missing: why }) =>
      why ? [`Missing: ${title}, ${sweep.xTitle} ${x}: ${why}`] : [],
    ),
  );
  return [...contextNotes(sweep.context, sweep.notes), ...reusedNotes(sweep), ...missing];
}

/** Markdown: a table for each chart, one line for each value of the setting. */
export function renderSweepMarkdown(sweep: Sweep): string {
  const tables = sweep.panels.map(({ title, metric, lines }) => {
    const rows = lines[0]!.points.map(({ x }, i) => [
      String(x),
      ...lines.map(({ points }) => pointText(points[i]!, metric)),
    ]);
    const head = [sweep.xTitle, ...lines.map(({ label }) => label)];
    return `${title} (${metric.name})\n\n${markdownTable([head, ...rows], { align: head.map(() => 'r') })}\n`;
  });
  const notes = sweepNotes(sweep).map((note) => `- ${note}`);
  return [`## Figure ${sweep.number}. ${sweep.title}`, '', sweep.caption, '', ...tables, ...notes, ''].join('\n');
}

/** CSV in long form: one line a point, full precision. */
export function renderSweepCsv(sweep: Sweep): string {
  const points = sweep.panels.flatMap(({ title, lines }) =>
    lines.flatMap(({ label, points: own }) =>
      own.map(({ x, experiment, y, sd, values, computedEarlier, missing }) => [
        sweep.number,
        title,
        label,
        x,
        experiment,
        y,
        sd,
        values.length,
        computedEarlier,
        missing,
      ]),
    ),
  );
  return csvText([
    ['figure', 'chart', 'line', sweep.xTitle, 'experiment', 'ours', 'sd', 'seeds', 'computed earlier', 'missing'],
    ...points,
  ]);
}
