import type { Experiment } from './experiment.js';
import type { TableContext, TableMetric } from './table.js';
import type { FacePictureName } from './units/face-samples.js';
import type { PictureName } from './units/samples.js';

/** One line of a sweep: the mean of some of a unit's values. */
export interface SweepLine {
  readonly label: string;
  /** Columns of the unit's result. */
  readonly keys: readonly string[];
}

/** One chart of a sweep. */
export interface SweepPanel {
  readonly title: string;
  readonly unit: 'probe' | 'coherence' | 'quality';
  readonly metric: TableMetric;
  readonly lines: readonly SweepLine[];
}

/** A figure that shows how numbers change with one setting. */
export interface SweepSpec {
  readonly kind: 'sweep';
  readonly number: string;
  readonly title: string;
  readonly caption: string;
  /** What is changed. */
  readonly xTitle: string;
  readonly points: readonly { readonly x: number; readonly experiment: Experiment }[];
  readonly panels: readonly SweepPanel[];
}

/** A figure of generated pictures. */
export interface PicturesSpec {
  readonly kind: 'pictures';
  readonly number: string;
  readonly title: string;
  readonly caption: string;
  readonly panels: readonly {
    readonly title: string;
    readonly experiment: string;
    readonly pictures: PictureName | FacePictureName;
  }[];
}

/** A figure that shows the average precision of every attribute, a line for each model. */
export interface AttributesSpec {
  readonly kind: 'attributes';
  readonly number: string;
  readonly title: string;
  readonly caption: string;
  readonly unit: 'attribute-probe' | 'attribute-coherence';
  /** Charts: `key` names what of the unit's result is shown. */
  readonly panels: readonly { readonly title: string; readonly key: string }[];
  readonly lines: readonly { readonly label: string; readonly experiment: string }[];
}

/** A figure of the paper as data: the runner computes it, the renderers show it. */
export type FigureSpec = SweepSpec | PicturesSpec | AttributesSpec;

/** The average precisions of one model in one chart. */
export interface AttributesLine {
  readonly label: string;
  readonly experiment: string;
  /** Of each attribute, the mean over the seeds; empty if they could not be computed. */
  readonly values: readonly number[];
  /** Sample standard deviations; empty with one seed. */
  readonly sd: readonly number[];
  /** When the numbers were computed, if that was in an earlier run. */
  readonly computedEarlier?: string;
  /** Why numbers are missing. */
  readonly missing?: string;
}

/** A finished figure of attributes. */
export interface AttributesFigure extends Pick<AttributesSpec, 'number' | 'title' | 'caption'> {
  /** Names of the attributes, in the order of `values`. */
  readonly attributes: readonly string[];
  readonly panels: readonly { readonly title: string; readonly lines: readonly AttributesLine[] }[];
  /** What the numbers were made with, one sentence each. */
  readonly notes: readonly string[];
  readonly context: TableContext;
}

/** One point of a line. */
export interface SweepPoint {
  readonly x: number;
  readonly experiment: string;
  /** Mean over the seeds; absent if it could not be computed. */
  readonly y?: number;
  /** Sample standard deviation over the seeds; absent with one seed. */
  readonly sd?: number;
  /** The value of each seed. */
  readonly values: readonly number[];
  /** When the number was computed, if that was in an earlier run. */
  readonly computedEarlier?: string;
  /** Why a number is missing. */
  readonly missing?: string;
}

/** A finished sweep. */
export interface Sweep extends Pick<SweepSpec, 'number' | 'title' | 'caption' | 'xTitle'> {
  readonly panels: readonly {
    readonly title: string;
    readonly metric: TableMetric;
    readonly lines: readonly (SweepLine & { readonly points: readonly SweepPoint[] })[];
  }[];
  /** What the numbers were made with, one sentence each. */
  readonly notes: readonly string[];
  readonly context: TableContext;
}
