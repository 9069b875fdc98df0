import type { Figure } from '../results/figure.js';
import { tableMarkdown } from '../results/formats/markdown.js';
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
    lines.length > 0 ? [`**${heading}**`, '', ...lines.map((line) => `- ${line}`), ''] : [];
  const claims = judgedClaims(tables).map(
    (judged) => `${judged.verdict}: ${judged.claim.statement} (${judged.claim.source}; ${tellingOf(judged)})`,
  );
  const figureLines = ({ number, title: name, caption }: Figure): string[] => [
    `## Figure ${number}. ${name}`,
    '',
    caption,
    '',
    `![Figure ${number}](figure-${number}.svg)`,
    '',
  ];
  return [
    `# ${title}`,
    '',
    learned,
    '',
    lead,
    '',
    ...list('Data and schedule are reduced, for the whole report:', reductions),
    ...list('Failed:', failures),
    ...facts.map(([name, value]) => `- ${name}: ${value}`),
    '',
    ...figures.filter(({ numbers }) => !numbers).flatMap(figureLines),
    ...tables.map((table) => tableMarkdown(table, ownNotes(table))),
    ...list('What the paper says, checked by the numbers of this run:', claims),
    ...figures.filter(({ numbers }) => numbers).flatMap(figureLines),
    '## Models',
    '',
    ...models.map(
      ({ title: name, id, facts: own, pictures }) =>
        `### ${name}\n\n${own}\n${pictures ? `\n![Generations of ${name}](${id}.svg)\n` : ''}`,
    ),
    'Latent spaces, precision and recall, learning curves, confusion matrices and settings are in report.html.',
    '',
  ].join('\n');
}
