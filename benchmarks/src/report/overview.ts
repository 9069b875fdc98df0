import { formatSeconds } from '@polyvae/training/node';
import type { BenchResult } from '../bench.js';
import type { Experiment } from '../experiment.js';
import { describeMachine } from '../machine.js';
import { minuteOf } from '../runner/unit-status.js';
import { count } from './shown-number.js';

/** What a report says of a run before its numbers. */
export interface Overview {
  readonly title: string;
  readonly lead: string;
  readonly reductions: readonly string[];
  readonly failures: readonly string[];
  readonly facts: readonly (readonly [name: string, value: string])[];
}

/** Names of the data sets as the paper writes them. */
const datasets: Readonly<Record<string, string>> = { 'mnist-svhn-text': 'MNIST-SVHN-Text', celeba: 'CelebA' };

const numerals = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** The experiments of a run, each once, in the order of the tables. */
function experimentsOf({ plan, tables }: BenchResult): Experiment[] {
  const order = tables.flatMap(({ rows }) => rows.map(({ experiment }) => experiment));
  const place = ({ id }: Experiment): number => order.indexOf(id) + 1 || order.length + 1;
  const found = new Map(plan.map(({ experiment }) => [experiment.id, experiment]));
  return [...found.values()].sort((a, b) => place(a) - place(b));
}

/** The titles of the experiments of each data set. */
function byDataset(experiments: readonly Experiment[]): { name: string; titles: string[] }[] {
  return [...new Set(experiments.map(({ dataset }) => dataset))].map((dataset) => {
    const name = datasets[dataset] ?? dataset;
    const own = experiments.filter((experiment) => experiment.dataset === dataset);
    // A title need not say again what the data are.
    return { name, titles: own.map(({ title }) => title.replace(` on ${name}`, '')) };
  });
}

function leadOf(sets: readonly { name: string; titles: readonly string[] }[], result: BenchResult): string {
  const { seeds, profile } = result.context;
  const counts = sets.map(({ name, titles: { length } }, i) => {
    const models = i === 0 ? (length === 1 ? ' model' : ' models') : '';
    return `${numerals[length] ?? length}${models} on ${name}`;
  });
  return (
    `${capital(listed(counts))}, trained with ${seeds.length === 1 ? 'one seed' : `${seeds.length} seeds`} under the ` +
    `profile “${profile}” and shown beside the values of Sutter, Daunhawer and Vogt, “Multimodal Generative Learning ` +
    'Utilizing Jensen-Shannon-Divergence” (2020).'
  );
}

function workOf({ outcomes }: BenchResult): string {
  const reused = outcomes.filter(({ state }) => state === 'reused').length;
  const computed = outcomes.filter(({ state }) => state === 'computed').length;
  const seconds = outcomes.reduce((sum, { record }) => sum + (record?.seconds ?? 0), 0);
  const older = reused > 0 ? `, ${count(reused)} reused from earlier ones` : '';
  return `${count(computed)} units computed in this run${older}; ${formatSeconds(seconds)} of computing in all`;
}

/** What was run, on what, how long, how much it falls short of the paper, and what failed. */
export function overviewOf(result: BenchResult): Overview {
  const { context, outcomes } = result;
  const sets = byDataset(experimentsOf(result));
  const models = sets.map(({ name, titles }) => (sets.length > 1 ? `${name}: ` : '') + titles.join(', '));
  const { seeds } = context;
  return {
    title: `Multimodal VAEs on ${listed(sets.map(({ name }) => name))}`,
    lead: leadOf(sets, result),
    reductions: context.reductions,
    failures: outcomes
      .filter(({ record }) => !record)
      .map(({ unit, state, reason }) => `${unit.label} ${state}: ${reason}`),
    facts: [
      ['Models', `${models.join('. ')}.`],
      ['Data', context.data],
      ['Run', `${minuteOf(result.startedAt.toISOString())}, ${formatSeconds(result.seconds)}`],
      ['Work', workOf(result)],
      ['Engine', context.backend],
      ['Machine', describeMachine()],
      [seeds.length === 1 ? 'Seed' : 'Seeds', seeds.join(', ')],
    ],
  };
}
