import type { Figure } from '../results/figure.js';
import { formats } from '../results/formats/registry.js';
import { contextOfRun } from '../results/summary.js';
import type { Table } from '../results/table.js';
import type { PlannedExperiment } from '../run/plan.js';
import type { Run } from '../run/run.js';
import { jobLinks } from './job-links.js';
import { overviewOf, pageHead } from './overview.js';
import { pageOfSections, type Section } from './page.js';
import { reportFolder, writeTexts } from './report-folder.js';
import { reportMarkdown } from './report-markdown.js';
import { claimSection } from './sections/claims.js';
import { judgeSection } from './sections/judges.js';
import { type ModelSection, modelSection, modelsSection } from './sections/models.js';
import { figureSection, tableFiles, tableSection } from './sections/tables-and-figures.js';
import { picturesSvg } from './shown/pictures.js';

/** Where a report was written. */
export interface ReportFiles {
  readonly directory: string;
  readonly html: string;
  readonly markdown: string;
}

/** The models in the order of the tables, first seed, whatever order they were computed in. */
function modelsOf({ plan, seeds }: Run, tables: readonly Table[]): PlannedExperiment[] {
  const order = tables.flatMap(({ rows }) => rows.map(({ experiment }) => experiment));
  const place = ({ experiment }: PlannedExperiment): number => order.indexOf(experiment.id) + 1 || order.length + 1;
  return plan.filter(({ seed }) => seed === seeds[0]).sort((a, b) => place(a) - place(b));
}

/**
 * Writes the report of a run: `report.html` (one file that works offline and links to the files of its results folder),
 * `report.md` with its pictures, and every table as CSV, JSON and LaTeX, in a folder named by profile and data.
 * @param options.out The results folder.
 * @param options.figures Finished figures, which are shown in the report; their files lie beside it.
 */
export async function writeReport(
  run: Run,
  options: { readonly out: string; readonly tables: readonly Table[]; readonly figures?: readonly Figure[] },
): Promise<ReportFiles> {
  const { out, tables, figures = [] } = options;
  const directory = reportFolder(run, out);
  const links = jobLinks(directory, out);
  const planned = modelsOf(run, tables);
  const models: ModelSection[] = [];
  for (const one of planned) models.push(await modelSection(one, run, links));
  const overview = overviewOf(run, planned, tables);
  const context = contextOfRun(run);
  const pictures = figures.filter(({ numbers }) => !numbers);
  const charts = figures.filter(({ numbers }) => numbers);
  const claims = claimSection(tables);
  const sections = [
    await figureSection({ id: 'pictures', title: 'Generated pictures' }, pictures, context),
    tableSection(tables),
    claims,
    await figureSection({ id: 'figures', title: 'Figures' }, charts, context),
    modelsSection(models),
    judgeSection(run, links),
  ].filter((section): section is Section => section !== undefined);
  const [html, markdown] = await writeTexts(directory, {
    'report.html': pageOfSections(overview.title, pageHead(overview, claims?.id), sections).text,
    'report.md': reportMarkdown(overview, { tables, figures, models }),
    ...Object.fromEntries(models.flatMap(pictureFile)),
    ...Object.fromEntries(tables.flatMap(filesOfTable)),
  });
  return { directory, html: html!, markdown: markdown! };
}

function pictureFile({ id, title, pictures }: ModelSection): [name: string, text: string][] {
  if (!pictures) return [];
  return [[`${id}.svg`, picturesSvg(pictures, `Generations of ${title}`)]];
}

function filesOfTable(table: Table): [name: string, text: string][] {
  return formats
    .filter(({ ending }) => ending in tableFiles)
    .map((format) => [`table-${table.number}.${format.ending}`, `${format.table(table).trimEnd()}\n`]);
}
