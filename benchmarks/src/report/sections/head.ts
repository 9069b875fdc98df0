import { formatSeconds } from '@polyvae/training/node';
import type { BenchResult } from '../../bench.js';
import { describeMachine } from '../../machine.js';
import { type Html, html } from '../../render/html-template.js';
import { minuteOf } from '../../runner/unit-status.js';
import { count } from '../shown-number.js';

/** Names of the data sets as the paper writes them. */
const datasets: Readonly<Record<string, string>> = { 'mnist-svhn-text': 'MNIST-SVHN-Text', celeba: 'CelebA' };

/** What a page says of a run before its numbers. */
export interface Overview {
  readonly title: string;
  readonly lead: string;
  readonly reductions: readonly string[];
  readonly failures: readonly string[];
  readonly facts: readonly (readonly [name: string, value: string])[];
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** What was run, on what, how long, how much it falls short of the paper, and what failed. */
export function overviewOf(result: BenchResult): Overview {
  const { context, outcomes, plan } = result;
  const experiments = [...new Map(plan.map(({ experiment }) => [experiment.id, experiment])).values()];
  const names = [...new Set(experiments.map(({ dataset }) => datasets[dataset] ?? dataset))];
  const titles = [...new Set(result.tables.flatMap(({ rows }) => rows.map(({ experiment }) => experiment)))].flatMap(
    (id) => experiments.find((experiment) => experiment.id === id)?.title ?? [],
  );
  const models = titles.length > 0 ? titles : experiments.map(({ title }) => title);
  const computed = outcomes.filter(({ state }) => state === 'computed');
  const reused = outcomes.filter(({ state }) => state === 'reused');
  const work = outcomes.reduce((sum, { record }) => sum + (record?.seconds ?? 0), 0);
  const { seeds } = context;
  return {
    title: `Multimodal VAEs on ${listed(names)}`,
    lead:
      `${listed(models)}, trained with ${seeds.length === 1 ? 'one seed' : `${seeds.length} seeds`} under the profile ` +
      `“${context.profile}”, beside the values of Sutter, Daunhawer and Vogt, “Multimodal Generative Learning Utilizing ` +
      'Jensen-Shannon-Divergence” (2020).',
    reductions: context.reductions,
    failures: outcomes
      .filter(({ record }) => !record)
      .map(({ unit, state, reason }) => `${unit.label} ${state}: ${reason}`),
    facts: [
      ['Run', `${minuteOf(result.startedAt.toISOString())}, ${formatSeconds(result.seconds)}`],
      [
        'Work',
        `${count(computed.length)} units computed in this run, ${count(reused.length)} reused from earlier ones; ` +
          `${formatSeconds(work)} of computing in all`,
      ],
      ['Data', context.data],
      ['Engine', context.backend],
      [seeds.length === 1 ? 'Seed' : 'Seeds', seeds.join(', ')],
      ['Machine', describeMachine()],
    ],
  };
}

/** The beginning of the page. */
export function head({ title, lead, reductions, failures, facts }: Overview): Html {
  const list = (lines: readonly string[]) => html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
  return html`<header>
<h1>${title}</h1>
<p class="lead">${lead}</p>
<dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
${
  reductions.length > 0 &&
  html`<div class="warning"><p><strong>Data and schedule are reduced.</strong> The numbers below are not a reproduction of the paper’s experiment, and differences from it say little about the models.</p>${list(reductions)}</div>`
}
${failures.length > 0 && html`<div class="warning failed"><p><strong>Some work failed; its numbers are missing.</strong></p>${list(failures)}</div>`}
</header>`;
}
