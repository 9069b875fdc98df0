import { markdownTable } from 'markdown-table';
import type { AttributesFigure } from '../figure.js';
import { csvText } from './csv.js';
import { contextNotes } from './notes.js';

/** What must stand beside a figure of attributes: what it was made with, what is reduced, what is missing. */
export function attributesNotes({ context, notes, panels }: AttributesFigure): string[] {
  const about = (panels[0]?.lines ?? []).flatMap(({ label, computedEarlier, missing: why }) => [
    ...(computedEarlier ? [`Reused, computed ${computedEarlier}: ${label}.`] : []),
    ...(why ? [`Missing: ${label}: ${why}`] : []),
  ]);
  return [...contextNotes(context, notes), ...about];
}

/** Markdown: a table for each chart, one line for each attribute. */
export function renderAttributesMarkdown(figure: AttributesFigure): string {
  const tables = figure.panels.map(({ title, lines }) => {
    const rows = figure.attributes.map((attribute, i) => [
      attribute,
      ...lines.map(({ values, sd }) => {
        const value = values[i]?.toFixed(2) ?? 'failed';
        return sd[i] === undefined ? value : `${value} ± ${sd[i].toFixed(2)}`;
      }),
    ]);
    const head = ['attribute', ...lines.map(({ label }) => label)];
    const align = ['l', ...lines.map(() => 'r')];
    return `${title} (average precision)\n\n${markdownTable([head, ...rows], { align })}\n`;
  });
  const notes = attributesNotes(figure).map((note) => `- ${note}`);
  return [`## Figure ${figure.number}. ${figure.title}`, '', figure.caption, '', ...tables, ...notes, ''].join('\n');
}

/** CSV in long form: one line a value, full precision. */
export function renderAttributesCsv(figure: AttributesFigure): string {
  const lines = figure.panels.flatMap(({ title, lines: own }) =>
    own.flatMap(({ label, experiment, values, sd, missing }) =>
      figure.attributes.map((attribute, i) => [
        figure.number,
        title,
        label,
        experiment,
        attribute,
        values[i],
        sd[i],
        values[i] === undefined ? missing : undefined,
      ]),
    ),
  );
  return csvText([
    ['figure', 'chart', 'line', 'experiment', 'attribute', 'average precision', 'sd', 'missing'],
    ...lines,
  ]);
}
