import type { BenchJob } from '../jobs/define-job.js';
import type { Shown } from '../jobs/shown.js';
import type { Experiment } from '../paper/experiment.js';
import type { FigureSpec } from '../paper/figure.js';
import type { TableMetric } from '../paper/table.js';
import type { Run, RunContext } from '../run/run.js';
import type { Provenance, Summary } from './summary.js';

/** One number of a figure. */
export interface FigurePoint extends Summary, Provenance {
  /** Value of what is changed, or name of what is measured. */
  readonly at: number | string;
  /** Id of the experiment; absent for what no model gives. */
  readonly experiment?: string;
}

/** Numbers of one chart of a figure. */
export interface FigureChart {
  readonly title: string;
  readonly metric: TableMetric;
  /** Lines, all with points at the same places. */
  readonly lines: readonly { readonly label: string; readonly points: readonly FigurePoint[] }[];
}

/** Numbers of a figure. */
export interface FigureNumbers {
  /** Name of what {@link FigurePoint.at} is a value or name of. */
  readonly atTitle: string;
  readonly charts: readonly FigureChart[];
}

/** A finished figure, as data. */
export interface Figure {
  readonly number: string;
  readonly title: string;
  readonly caption: string;
  /** Charts and pictures to draw, one below the other. */
  readonly parts: readonly Shown[];
  /** The numbers behind the charts; absent of pictures. */
  readonly numbers?: FigureNumbers;
  /** How it was made, what is reduced, which parts are older, what is missing; one sentence each. */
  readonly notes: readonly string[];
  readonly context: RunContext;
}

/** A form of figures: everything there is to know about it, but for drawing. */
export interface FigureForm<Spec extends FigureSpec> {
  /** Experiments that it shows; the same one may come several times. */
  experiments(spec: Spec): readonly Experiment[];
  /** Kinds of jobs whose results it shows. */
  jobs(spec: Spec): readonly BenchJob[];
  /**
   * Takes what it shows from a run.
   * @returns Contents, and which of their parts are older or missing, one sentence each.
   */
  build(spec: Spec, run: Run): Pick<Figure, 'parts' | 'numbers'> & { readonly remarks: readonly string[] };
}
