import type { Figure } from '../results/figure.js';
import { markdown } from '../results/formats/markdown.js';
import { judgedClaims } from '../results/judge-claim.js';
import type { Table } from '../results/table.js';
import type { Overview } from './overview.js';
import type { ModelSection } from './sections/models.js';

/** The report as Markdown, with the pictures beside it. */
export function reportMarkdown(
  { title, lead, reductions, failures, facts }: Overview,
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
  const claims = judgedClaims(tables).map(({ claim, verdict }) => `${verdict}: ${claim.statement} (${claim.source})`);
  return [
    `# ${title}`,
    '',
    lead,
    '',
    ...facts.map(([name, value]) => `- ${name}: ${value}`),
    '',
    ...list('Data and schedule are reduced:', reductions),
    ...list('Failed:', failures),
    ...list('What the paper says, checked by the numbers of this run:', claims),
    ...tables.map(markdown.table),
    ...figures.flatMap(({ number, title: name, caption }) => [
      `## Figure ${number}. ${name}`,
      '',
      caption,
      '',
      `![Figure ${number}](figure-${number}.svg)`,
      '',
    ]),
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
