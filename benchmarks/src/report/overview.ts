import { minuteOf } from '@polyvae/jobs';
import { formatSeconds } from '@polyvae/training/node';
import { describeMachine } from '../input/machine.js';
import { count } from '../jobs/count.js';
import { list } from '../results/formats/html-elements.js';
import { type Html, html } from '../results/formats/html-template.js';
import type { PlannedExperiment } from '../run/plan.js';
import type { Run } from '../run/run.js';

/** The beginning of a report: what was run, before its numbers. */
export interface Overview {
  readonly title: string;
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

function workOf({ outcomes }: Run): string {
  const number = (wanted: string): number => outcomes.filter(({ state }) => state === wanted).length;
  const seconds = outcomes.reduce((sum, { record }) => sum + (record?.seconds ?? 0), 0);
  const older = number('reused') > 0 ? `, ${count(number('reused'))} reused from earlier ones` : '';
  return `${count(number('computed'))} jobs computed in this run${older}; ${formatSeconds(seconds)} of computing in all`;
}

/**
 * What was run, on what, how long, how much it falls short of the paper, and what failed.
 * @param models The models of the first seed, in the order of the report.
 */
export function overviewOf(run: Run, models: readonly PlannedExperiment[]): Overview {
  const { seeds, outcomes, startedAt } = run;
  const { data, backend, reductions } = run.contextOf(models.map(({ experiment }) => experiment));
  const sets = titlesByDataset(models);
  const names = sets.map(([name, titles]) => (sets.length > 1 ? `${name}: ` : '') + titles.join(', '));
  return {
    title: `Multimodal VAEs on ${listed.format(sets.map(([name]) => name))}`,
    lead: leadOf(sets, run),
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
export function pageHead({ title, lead, reductions, failures, facts }: Overview): Html {
  const reduced = html`<div class="warning"><p><strong>Data and schedule are reduced.</strong>
The numbers below are not a reproduction of the paper’s experiment, and differences from it say little about the models.</p>
${list(reductions)}</div>`;
  const failed = html`<div class="warning failed"><p><strong>Some work failed; its numbers are missing.</strong></p>
${list(failures)}</div>`;
  return html`<header>
<h1>${title}</h1>
<p class="lead">${lead}</p>
<dl class="facts">
${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>\n`)}</dl>
${reductions.length > 0 && reduced}
${failures.length > 0 && failed}
</header>`;
}
