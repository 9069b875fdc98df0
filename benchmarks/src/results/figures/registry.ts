import type { BenchJob } from '../../jobs/define-job.js';
import { showingJobs } from '../../jobs/registry.js';
import type { Experiment } from '../../paper/experiment.js';
import type { FigureSpec } from '../../paper/figure.js';
import type { Wanted } from '../../run/plan.js';
import type { Run } from '../../run/run.js';
import type { Figure, FigureForm } from '../figure.js';
import { contextNotes } from '../formats/notes.js';
import { contextOf, outcomesOf, resultsOf } from '../summary.js';
import { labels } from './labels.js';
import { pictures } from './pictures.js';
import { sweep } from './sweep.js';

/** Every form of figures. */
const figureForms: { readonly [Form in FigureSpec['form']]: FigureForm<Extract<FigureSpec, { form: Form }>> } = {
  sweep,
  pictures,
  labels,
};

function formOf({ form }: FigureSpec): FigureForm<FigureSpec> {
  return figureForms[form];
}

/** Everything that must be computed for a figure. */
export function figureNeeds(spec: FigureSpec): Wanted {
  const form = formOf(spec);
  return { experiments: [...new Set(form.experiments(spec))], kinds: [...new Set(form.jobs(spec))] };
}

/**
 * Whether a figure shows only what a run computes anyway, or what takes no time: no more models are trained and measured for it.
 * @param experiments The run's.
 * @param kinds Kinds of jobs that the run does with each.
 */
export function needsNoExtraWork(
  spec: FigureSpec,
  experiments: readonly Experiment[],
  kinds: readonly BenchJob[],
): boolean {
  const needs = figureNeeds(spec);
  const trained = new Set(experiments.map(({ id }) => id));
  const done = new Set([...kinds, ...showingJobs]);
  return needs.experiments.every(({ id }) => trained.has(id)) && needs.kinds.every((kind) => done.has(kind));
}

/** Makes a figure of a run, as data. */
export function buildFigure(spec: FigureSpec, run: Run): Figure {
  const { experiments, kinds } = figureNeeds(spec);
  const { parts, numbers, remarks } = formOf(spec).build(spec, run);
  const made = kinds.flatMap((kind) =>
    experiments.flatMap(({ id }) => resultsOf(outcomesOf(run, id, kind)).flatMap(({ notes = [] }) => notes)),
  );
  const context = contextOf(run, experiments, kinds);
  const { number, title, caption } = spec;
  const notes = [...contextNotes(context, [...new Set(made)]), ...remarks];
  return { number, title, caption, parts, ...(numbers && { numbers }), notes, context };
}
