import path from 'node:path';
import { writeFileAtomic } from '@polyvae/training/node';
import type { BenchResult } from '../bench.js';
import { makeFolder } from '../make-folder.js';
import type { ExperimentUnits } from '../plan.js';
import { renderTable } from '../render/formats.js';
import { type ModelSection, modelSection } from './models/model-section.js';
import { overviewOf } from './overview.js';
import { page } from './page.js';
import { reportMarkdown } from './report-markdown.js';
import type { Section } from './section.js';
import { atAGlance } from './sections/at-a-glance.js';
import { figureSection } from './sections/figures.js';
import { head } from './sections/head.js';
import { judgeSection } from './sections/judges.js';
import { modelsSection } from './sections/models.js';
import { type tableFiles, tableSection } from './sections/tables.js';
import { UnitLinks } from './unit-links.js';
import type { Figure } from './write-figure.js';

/** Where a report was written. */
export interface ReportFiles {
  readonly directory: string;
  readonly html: string;
  readonly markdown: string;
}

/** The models in the order of the tables, first seed, whatever order they were computed in. */
function modelsOf(result: BenchResult): readonly ExperimentUnits[] {
  const order = result.tables.flatMap(({ rows }) => rows.map(({ experiment }) => experiment));
  const place = ({ experiment }: ExperimentUnits): number => order.indexOf(experiment.id) + 1 || order.length + 1;
  return result.plan.filter(({ seed }) => seed === result.context.seeds[0]).sort((a, b) => place(a) - place(b));
}

/**
 * Writes the report of a run: `report.html` (one file that works offline and links to the files of its results folder),
 * `report.md` with its pictures, and every table as CSV, JSON and LaTeX, in a folder named by profile and data.
 * @param options.figures Finished figures, which are shown in the report; their files lie beside it.
 */
export async function writeReport(
  result: BenchResult,
  options: {
    readonly out: string;
    readonly profile: string;
    readonly data: string;
    readonly figures?: readonly Figure[];
  },
): Promise<ReportFiles> {
  const { figures = [] } = options;
  const { tables, outcomes } = result;
  const directory = path.join(
    options.out,
    `${options.profile}-${options.data === 'synthetic' ? 'synthetic' : 'files'}`,
  );
  makeFolder(directory);
  const links = new UnitLinks(directory, options.out);
  const models: ModelSection[] = [];
  for (const units of modelsOf(result)) models.push(await modelSection(units, result, links));
  const overview = overviewOf(result);
  const sections = [
    atAGlance(tables),
    tableSection(tables),
    figureSection(figures),
    modelsSection(models),
    judgeSection(outcomes, links),
  ].filter((section): section is Section => section !== undefined);
  const write = (name: string, text: string): Promise<void> =>
    writeFileAtomic(path.join(directory, name), new TextEncoder().encode(text));
  await write('report.html', page(overview.title, head(overview), sections));
  await write('report.md', reportMarkdown(overview, { tables, figures, models }));
  for (const { id, grid, title } of models) {
    if (grid)
      await write(`${id}.svg`, grid.replace('<svg ', `<svg style="background:white" aria-description="${title}" `));
  }
  const formats = { csv: 'csv', json: 'json', tex: 'latex' } as const satisfies Record<keyof typeof tableFiles, string>;
  for (const table of tables) {
    for (const [ending, format] of Object.entries(formats)) {
      await write(`table-${table.number}.${ending}`, `${renderTable(table, format).trimEnd()}\n`);
    }
  }
  return { directory, html: path.join(directory, 'report.html'), markdown: path.join(directory, 'report.md') };
}
