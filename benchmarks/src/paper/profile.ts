import type { RecipeChanges } from './experiment.js';
import type { RecipeName } from './recipe.js';

/** Names of the profiles, from the shortest to the whole schedule. */
export const profileNames = ['smoke', 'quick', 'standard', 'paper'] as const;

/** Name of a profile. */
export type ProfileName = (typeof profileNames)[number];

/** Sizes of a synthetic data set. */
export interface SyntheticSize {
  readonly trainSize: number;
  readonly testSize: number;
}

/** Length of a training: fixed counts. */
export interface ScheduleLength {
  readonly epochs: number;
  readonly stepsPerEpoch: number;
}

/** Lengths of trainings that replace the experiments' own. */
export interface ProfileSchedule {
  readonly batchSize: number;
  /** Models with a shared latent only. */
  readonly shared: ScheduleLength;
  /** Models with modality-specific subspaces; default: as `shared`. */
  readonly private?: ScheduleLength;
  /** Models with importance samples, whose steps take many times as long; default: as `shared`. */
  readonly importance?: ScheduleLength;
}

/** Settings of one data set under one profile. Counts are fixed; nothing depends on a stopwatch. */
export interface ProfileSettings {
  /** Sizes of the embedded stand-in; absent: the profile needs real files. */
  readonly synthetic?: SyntheticSize;
  /** Test items that are used of real files; absent: all. */
  readonly realTestSize?: number;
  /** Test items whose loss the learning curves follow; nothing is chosen by it. */
  readonly heldOutSize: number;
  /** Width of the models' networks; absent: the experiments' own. */
  readonly width?: number;
  /** Replacement of the experiments' own schedules; absent: they run whole. */
  readonly schedule?: ProfileSchedule;
  /** What is different under the recipe `fast`: it needs less time, and what suits a long training suits no short one. */
  readonly fast?: {
    /** On top of what the data set's recipe changes. */
    readonly experiments?: RecipeChanges;
    readonly schedule?: ProfileSchedule;
  };
  /**
   * Settings of each kind of job; a kind that is absent does not run on the data set. Each kind's definition has the schema
   * that they must meet.
   */
  readonly jobs: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** How much of the paper's schedule a run does. */
export interface Profile {
  readonly name: ProfileName;
  readonly description: string;
  /** Seed of the data: synthetic drawings, or the pairing of real files. */
  readonly dataSeed: number;
  /** Epochs of every model, instead of those of the schedules. */
  readonly epochs?: number;
  /** How models are trained that do not say so themselves. */
  readonly recipe: RecipeName;
  /** Numbers of the tables that `bench` computes. */
  readonly tables: readonly string[];
  /** Experiments beyond those of the paper's own tables that the profile has time for. */
  readonly extraExperiments: readonly string[];
}

/** Settings of one data set under every profile. */
export type SettingsByProfile = Readonly<Record<ProfileName, ProfileSettings>>;
