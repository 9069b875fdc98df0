import type { Figure } from '../results/figure.js';
import { headingOf } from '../results/formats/heading.js';
import { tableMarkdown } from '../results/formats/markdown.js';
import { escapeMarkdown } from '../results/formats/markdown-text.js';
import { ownNotes } from '../results/formats/notes.js';
import { judgedClaims } from '../results/judge-claim.js';
import type { Table } from '../results/table.js';
import type { Overview } from './overview.js';
import { tellingOf } from './sections/claims.js';
import type { ModelSection } from './sections/models.js';

/** The report as Markdown, with the pictures beside it, in the order of the page. */
export function reportMarkdown(
  { title, learned, lead, reductions, failures, facts }: Overview,
  {
    tables,
    figures,
    models,
  }: {
    readonly tables: readonly Table[];
    readonly figures: readonly Figure[];
    readonly models: readonly ModelSection[];
  },
): string {
  const list = (heading: string, lines: readonly string[]): string[] =>
    lines.length > 0 ? [`**${heading}**`, '', ...lines.map((line) => `- ${escapeMarkdown(line)}`), ''] : [];
  const claims = judgedClaims(tables).map(
    (judged) => `${judged.verdict}: ${judged.claim.statement} (${judged.claim.source}; ${tellingOf(judged)})`,
  );
  const figureLines = (figure: Figure): string[] => [
    `## ${escapeMarkdown(headingOf('Figure', figure))}`,
    '',
    escapeMarkdown(figure.caption),
    '',
    `![${escapeMarkdown(headingOf('Figure', figure))}](figure-${figure.number}.svg)`,
    '',
  ];
  return [
    `# ${escapeMarkdown(title)}`,
    '',
    escapeMarkdown(learned),
    '',
    escapeMarkdown(lead),
    '',
    ...list('Data and schedule are reduced, for the whole report:', reductions),
    ...list('Failed:', failures),
    ...facts.map(([name, value]) => `- ${name}: ${escapeMarkdown(value)}`),
    '',
    ...figures.filter(({ numbers }) => !numbers).flatMap(figureLines),
    ...tables.map((table) => tableMarkdown(table, ownNotes(table))),
    ...list('What the paper says, checked by the numbers of this run:', claims),
    ...figures.filter(({ numbers }) => numbers).flatMap(figureLines),
    '## Models',
    '',
    ...models.map(({ title, id, facts: own, pictures }) => {
      const name = escapeMarkdown(title);
      const picture = pictures ? `\n![Generations of ${name}](${encodeURIComponent(id)}.svg)\n` : '';
      return `### ${name}\n\n${escapeMarkdown(own)}\n${picture}`;
    }),
    'Latent spaces, precision and recall, learning curves, confusion matrices and settings are in report.html.',
    '',
  ].join('\n');
}
