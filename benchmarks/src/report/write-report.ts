import path from 'node:path';
import { formatSeconds, writeFileAtomic } from '@polyvae/training/node';
import { Eta } from 'eta';
import type { BenchResult } from '../bench.js';
import { describeMachine } from '../machine.js';
import { makeFolder } from '../make-folder.js';
import type { ExperimentUnits } from '../plan.js';
import { renderCsv } from '../render/csv.js';
import { renderHtml } from '../render/html.js';
import { renderMarkdown } from '../render/markdown.js';
import { UnitStore } from '../runner/unit-store.js';
import type { SamplesResult } from '../units/samples.js';
import type { TrainResult } from '../units/train.js';
import { learningCurves } from './learning-curves.js';
import { page } from './page.js';
import { pictureGrid } from './picture-grid.js';

/** Where a report was written. */
export interface ReportFiles {
  readonly directory: string;
  readonly html: string;
  readonly markdown: string;
}

interface ModelSection {
  readonly id: string;
  readonly title: string;
  readonly facts: string;
  readonly grid?: string;
  readonly curves?: string;
  readonly settings: string;
  readonly directory: string;
}

function date(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

async function modelSection(units: ExperimentUnits, result: BenchResult, store: UnitStore): Promise<ModelSection> {
  const { experiment, seed } = units;
  const { train, samples } = units.units;
  const trained = result.outcome(train);
  const training = trained.record?.result as TrainResult | undefined;
  const drawn = samples && (result.outcome(samples).record?.result as SamplesResult | undefined);
  const facts = training
    ? [
        `${training.steps.toLocaleString('en-US')} steps of ${training.batchSize} items in ${formatSeconds(training.seconds)}`,
        `${training.parameters.toLocaleString('en-US')} parameters`,
        `seed ${seed}`,
        ...(trained.state === 'reused' ? [`reused, computed ${date(trained.record!.computedAt)}`] : []),
      ]
    : [`not trained: ${trained.reason}`];
  const grid = drawn && pictureGrid(drawn.rows, `Generations of ${experiment.title}`);
  return {
    id: experiment.id,
    title: experiment.title,
    facts: `${facts.join(' · ')}.`,
    ...(grid && { grid: grid.replace('<svg ', '<svg class="grid" ') }),
    ...(training && { curves: await learningCurves(training.curve) }),
    settings: JSON.stringify(train.config, undefined, 2),
    directory: store.directory(train),
  };
}

function markdownOf(view: ReportView): string {
  return [
    `# ${view.title}`,
    '',
    view.lead,
    '',
    ...(view.reductions.length > 0
      ? ['**Data and schedule are reduced:**', '', ...view.reductions.map((line) => `- ${line}`), '']
      : []),
    ...(view.failures.length > 0 ? ['**Failed:**', '', ...view.failures.map((line) => `- ${line}`), ''] : []),
    ...view.facts.map(([name, value]) => `- ${name}: ${value}`),
    '',
    ...view.tables.map(({ markdown }) => markdown),
    '## Models',
    '',
    ...view.models.map(
      ({ title, id, facts, grid }) =>
        `### ${title}\n\n${facts}\n${grid ? `\n![Generations of ${title}](${id}.svg)\n` : ''}`,
    ),
    'Learning curves and settings are in report.html.',
    '',
  ].join('\n');
}

interface ReportView {
  readonly title: string;
  readonly lead: string;
  readonly reductions: readonly string[];
  readonly failures: readonly string[];
  readonly facts: readonly (readonly [string, string])[];
  readonly tables: readonly {
    readonly number: string;
    readonly title: string;
    readonly caption: string;
    readonly html: string;
    readonly markdown: string;
  }[];
  readonly models: readonly ModelSection[];
}

/** The models in the order of the request, first seed, whatever order they were computed in. */
function sections(result: BenchResult): readonly ExperimentUnits[] {
  const order = result.tables.flatMap(({ rows }) => rows.map(({ experiment }) => experiment));
  const place = ({ experiment }: ExperimentUnits): number => order.indexOf(experiment.id) + 1 || order.length + 1;
  return result.plan.filter(({ units }) => units.samples).sort((a, b) => place(a) - place(b));
}

/**
 * Writes the report of a run: `report.html` (one file that works offline), `report.md` with its pictures, and every table
 * as CSV and JSON, in a folder named by profile and data.
 */
export async function writeReport(
  result: BenchResult,
  options: { readonly out: string; readonly profile: string; readonly data: string },
): Promise<ReportFiles> {
  const store = new UnitStore(options.out);
  const context = result.tables[0]!.context;
  const reused = result.outcomes.filter(({ state }) => state === 'reused').length;
  const computed = result.outcomes.filter(({ state }) => state === 'computed').length;
  const view: ReportView = {
    title: `Multimodal VAEs on MNIST-SVHN-Text: profile ${context.profile}`,
    lead:
      'MVAE, MMVAE and mmJSD beside the values of Sutter, Daunhawer and Vogt, “Multimodal Generative Learning Utilizing ' +
      'Jensen-Shannon-Divergence” (2020).',
    reductions: context.reductions,
    failures: result.outcomes
      .filter(({ record }) => !record)
      .map(({ unit, state, reason }) => `${unit.label} ${state}: ${reason}`),
    facts: [
      ['Run', `${date(result.startedAt.toISOString())}, ${formatSeconds(result.seconds)}`],
      ['Work units', `${computed} computed in this run, ${reused} reused from earlier ones`],
      ['Data', context.data],
      ['Engine', context.backend],
      ['Seeds', context.seeds.join(', ')],
      ['Machine', describeMachine()],
    ],
    tables: result.tables.map((table) => ({ ...table, html: renderHtml(table), markdown: renderMarkdown(table) })),
    models: await Promise.all(sections(result).map((units) => modelSection(units, result, store))),
  };
  const directory = path.join(
    options.out,
    `${options.profile}-${options.data === 'synthetic' ? 'synthetic' : 'files'}`,
  );
  makeFolder(directory);
  const write = (name: string, text: string): Promise<void> =>
    writeFileAtomic(path.join(directory, name), new TextEncoder().encode(text));
  // Pretty-printing would touch the white space inside <pre>.
  const eta = new Eta({ autoTrim: false });
  await write('report.html', eta.renderString(page, view));
  await write('report.md', markdownOf(view));
  for (const { id, grid, title } of view.models) {
    if (grid)
      await write(`${id}.svg`, grid.replace('<svg ', `<svg style="background:white" aria-description="${title}" `));
  }
  for (const table of result.tables) {
    await write(`table-${table.number}.csv`, renderCsv(table));
    await write(`table-${table.number}.json`, `${JSON.stringify(table, undefined, 2)}\n`);
  }
  return { directory, html: path.join(directory, 'report.html'), markdown: path.join(directory, 'report.md') };
}
