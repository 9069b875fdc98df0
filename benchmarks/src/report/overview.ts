import { minuteOf } from '@polyvae/jobs';
import { formatSeconds } from '@polyvae/training/node';
import { describeMachine } from '../input/machine.js';
import { count } from '../jobs/count.js';
import { folded, list } from '../results/formats/html-elements.js';
import { type Html, html } from '../results/formats/html-template.js';
import { claimCount, learnedFrom } from '../results/learned.js';
import { contextOfRun } from '../results/summary.js';
import type { Table } from '../results/table.js';
import type { PlannedExperiment } from '../run/plan.js';
import type { Run } from '../run/run.js';

/** The beginning of a report: what was run, before its numbers. */
export interface Overview {
  readonly title: string;
  /** What was learned, on what, and how long it took, in plain words. */
  readonly learned: string;
  /** What was run, and how many of the paper's claims hold. */
  readonly lead: string;
  readonly reductions: readonly string[];
  readonly failures: readonly string[];
  readonly facts: readonly (readonly [name: string, value: string])[];
}

const numerals = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

const listed = new Intl.ListFormat('en-GB');

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Titles of the models by the data set's, which they need not say again. */
function titlesByDataset(models: readonly PlannedExperiment[]): [dataset: string, titles: readonly string[]][] {
  const titles = new Map<string, string[]>();
  for (const { dataset, experiment } of models) {
    const title = experiment.title.replace(` on ${dataset.title}`, '');
    titles.set(dataset.title, [...(titles.get(dataset.title) ?? []), title]);
  }
  return [...titles];
}

function leadOf(sets: ReturnType<typeof titlesByDataset>, { seeds, profile }: Run): string {
  const counts = sets.map(([name, { length }], i) => {
    const models = i === 0 ? (length === 1 ? ' model' : ' models') : '';
    return `${numerals[length] ?? length}${models} on ${name}`;
  });
  return (
    `${capital(listed.format(counts))}, trained with ${seeds.length === 1 ? 'one seed' : `${seeds.length} seeds`} under the ` +
    `profile “${profile.name}” and shown beside the values of Sutter, Daunhawer and Vogt, “Multimodal Generative Learning ` +
    'Utilizing Jensen-Shannon-Divergence” (2020).'
  );
}

function computingOf({ outcomes }: Run): string {
  return `${formatSeconds(outcomes.reduce((sum, { record }) => sum + (record?.seconds ?? 0), 0))} of computing`;
}

function workOf(run: Run): string {
  const number = (wanted: string): number => run.outcomes.filter(({ state }) => state === wanted).length;
  const older = number('reused') > 0 ? `, ${count(number('reused'))} reused from earlier ones` : '';
  return `${count(number('computed'))} jobs computed in this run${older}; ${computingOf(run)} in all`;
}

/** What was learned from, and in what time. */
function learnedFromWhat(run: Run, models: readonly PlannedExperiment[]): string {
  const sets = [...new Set(models.map(({ dataset }) => dataset))];
  const isSynthetic = ({ name }: PlannedExperiment['dataset']): boolean => run.data[name]?.source === 'synthetic';
  const real = sets.filter((set) => !isSynthetic(set)).map(({ title }) => `the files of ${title}`);
  const drawn = listed.format(sets.filter(isSynthetic).map(({ standIn }) => standIn));
  const sentences = [
    ...(real.length > 0 ? [`Learned from ${listed.format(real)}.`] : []),
    ...(drawn ? [`Not from the real data: ${drawn}, drawn from a seed.`] : []),
  ];
  return `${sentences.join(' ')} All of it took ${computingOf(run)}.`;
}

/**
 * What was run, on what, how long, how much it falls short of the paper, and what failed.
 * @param models The models of the first seed, in the order of the report.
 */
export function overviewOf(run: Run, models: readonly PlannedExperiment[], tables: readonly Table[]): Overview {
  const { seeds, outcomes, startedAt } = run;
  const { data, backend, reductions } = contextOfRun(run);
  const sets = titlesByDataset(models);
  const names = sets.map(([name, titles]) => (sets.length > 1 ? `${name}: ` : '') + titles.join(', '));
  return {
    title: `Multimodal VAEs on ${listed.format(sets.map(([name]) => name))}`,
    learned: [...learnedFrom(tables), learnedFromWhat(run, models)].join(' '),
    lead: [leadOf(sets, run), claimCount(tables)].filter(Boolean).join(' '),
    reductions,
    failures: outcomes
      .filter(({ record }) => !record)
      .map(({ job, state, reason }) => `${job.label} ${state}${reason === undefined ? '.' : `: ${reason}`}`),
    facts: [
      ['Models', `${names.join('. ')}.`],
      ['Data', data],
      ['Run', `${minuteOf(startedAt.toISOString())}, ${formatSeconds(run.seconds)}`],
      ['Work', workOf(run)],
      ['Engine', backend],
      ['Machine', describeMachine()],
      [seeds.length === 1 ? 'Seed' : 'Seeds', seeds.join(', ')],
    ],
  };
}

/** The beginning of the page. */
export function pageHead({ title, learned, lead, reductions, failures, facts }: Overview, claims?: string): Html {
  const reduced = html`<div class="warning" id="reduced"><p><strong>Data and schedule are reduced.</strong>
The numbers below are not a reproduction of the paper’s experiment, and differences from it say little about the models.</p>
${folded(`What is reduced, for the whole report: ${reductions.length} things`, list(reductions))}</div>`;
  const failed = html`<div class="warning failed"><p><strong>Some work failed; its numbers are missing.</strong></p>
${list(failures)}</div>`;
  return html`<header>
<h1>${title}</h1>
<p class="learned">${learned}</p>
<p class="lead">${lead}${claims && html` <a href="#${claims}">One by one</a>.`}</p>
${reductions.length > 0 && reduced}
${failures.length > 0 && failed}
${folded(
  'Models, data, engine, machine and time',
  html`<dl class="facts">
${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>\n`)}</dl>`,
)}
</header>`;
}
