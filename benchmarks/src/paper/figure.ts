import type { Experiment } from './experiment.js';
import type { TableMetric } from './table.js';

/** Parts that figures of every form have. */
interface FigureHead<Form extends string> {
  readonly form: Form;
  /** As the paper numbers it; a word for a figure that is not the paper's. */
  readonly number: string;
  readonly title: string;
  readonly caption: string;
}

/** One line of a sweep: the mean of some of a job's values. */
export interface SweepLine {
  readonly label: string;
  /** Names of the values in a job's result. */
  readonly keys: readonly string[];
  /** Which of the points it goes through, those of this model; absent: all. */
  readonly model?: string;
}

/** One chart of a sweep. */
export interface SweepPanel {
  readonly title: string;
  /** Kind of job whose results have the values. */
  readonly job: string;
  readonly metric: TableMetric;
  readonly lines: readonly SweepLine[];
}

/** A figure that shows how numbers change with one setting. */
export interface SweepSpec extends FigureHead<'sweep'> {
  /** Name of the setting that is changed. */
  readonly xTitle: string;
  readonly points: readonly {
    readonly x: number;
    readonly experiment: Experiment;
    /** What lines tell their points by, where the figure compares models. */
    readonly model?: string;
  }[];
  readonly panels: readonly SweepPanel[];
}

/** A figure of generated pictures. */
export interface PicturesSpec extends FigureHead<'pictures'> {
  readonly panels: readonly {
    readonly title: string;
    /** Id of the experiment. */
    readonly experiment: string;
    /** Name of the pictures in the result of the job `samples`, e.g. `random>mnist`. */
    readonly pictures: string;
  }[];
}

/** A figure that shows the average precision of every label, a line for each model. */
export interface LabelsSpec extends FigureHead<'labels'> {
  /** Kind of job whose results have a number for each label. */
  readonly job: string;
  /** Charts; `key` names the numbers in a job's result. */
  readonly panels: readonly { readonly title: string; readonly key: string }[];
  /** Ids of the experiments, and how they are called. */
  readonly lines: readonly { readonly label: string; readonly experiment: string }[];
}

/** A figure of the paper as data. */
export type FigureSpec = SweepSpec | PicturesSpec | LabelsSpec;
