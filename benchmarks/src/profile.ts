import type { FaceKey, PerModality } from './experiment.js';

/** Length of a training: fixed counts. */
export interface ScheduleLength {
  readonly epochs: number;
  readonly stepsPerEpoch: number;
}

/** How much of the paper's schedule on CelebA a run does. */
export interface FacesProfile {
  /** Sizes of the embedded synthetic faces; absent: the profile needs real files. */
  readonly synthetic?: { readonly trainSize: number; readonly testSize: number };
  /** Test items of real files; absent: all. */
  readonly realTestSize?: number;
  /** Test items whose loss the learning curves follow; nothing is chosen by it. */
  readonly validationSize: number;
  /** Width of the models' networks; absent: the experiments' own. */
  readonly width?: number;
  /** What replaces the experiments' own schedules; absent: they run whole. */
  readonly schedule?: ScheduleLength & { readonly batchSize: number };
  readonly probe: {
    /** Latents that the linear probes learn from. */
    readonly trainSize: number;
    /** Test items; absent: all. */
    readonly testSize?: number;
  };
  /** The classifiers that judge what is generated. */
  readonly classifier: {
    readonly batchSize: number;
    /** Of their networks; published: 128. */
    readonly width: number;
    readonly steps: PerModality<FaceKey>;
    /** Rate of their dropout layers. */
    readonly dropout: number;
    /** Mean average precision on the test data that each must have: on the synthetic faces, and on files. */
    readonly gates: { readonly synthetic: PerModality<FaceKey>; readonly files: PerModality<FaceKey> };
  };
  readonly generation: {
    /** Test items that are generated from; absent: all. */
    readonly testSize?: number;
  };
}

/** How much of the paper's schedule a run does. Counts are fixed; nothing depends on a stopwatch. */
export interface Profile {
  readonly name: string;
  readonly description: string;
  /** Seeds the data: synthetic drawings, or the pairing of real files. */
  readonly dataSeed: number;
  /** Sizes of the embedded synthetic digits; absent: the profile needs real files. */
  readonly synthetic?: { readonly trainSize: number; readonly testSize: number };
  /** Test pairs that are drawn from real files; absent: all. */
  readonly realTestSize?: number;
  /** Test items whose loss the learning curves follow; nothing is chosen by it. */
  readonly validationSize: number;
  /** What replaces the experiments' own schedules; absent: they run whole. */
  readonly schedule?: {
    readonly batchSize: number;
    /** Models with a shared latent only. */
    readonly shared: ScheduleLength;
    /** Models with modality-specific subspaces. */
    readonly private: ScheduleLength;
    /** Models with importance samples, whose steps take many times as long. */
    readonly importance: ScheduleLength;
  };
  /** Epochs of every model, instead of those of the schedules. */
  readonly epochs?: number;
  readonly probe: {
    /** Latents that the linear probe learns from. */
    readonly trainSize: number;
    /** Test items; absent: all. */
    readonly testSize?: number;
  };
  /** The classifiers that judge coherence, and in whose features the quality of images is measured. */
  readonly classifier: {
    readonly batchSize: number;
    readonly steps: PerModality;
    /** Rate of their dropout layers; the paper's 0.5 needs long training. */
    readonly dropout: number;
    /**
     * Share of the test data that each must be right about: on the synthetic digits, on the complete official files, and
     * on a modality whose files have fewer training images than those.
     */
    readonly gates: {
      readonly synthetic: PerModality;
      readonly files: PerModality;
      readonly partialFiles: PerModality;
    };
  };
  readonly coherence: {
    /** Test items that are generated from; absent: all. */
    readonly testSize?: number;
    /** Items that are generated from the prior. */
    readonly randomSize: number;
  };
  readonly quality: {
    /** Real, and as many generated, images of each cell. */
    readonly samples: number;
    /** Clusterings over which a PRD curve is averaged. */
    readonly runs: number;
  };
  readonly likelihood: {
    /** Test items. */
    readonly points: number;
    /** Draws for every item, K. */
    readonly samples: number;
  };
  /** The bimodal experiments. */
  readonly faces: FacesProfile;
  /** Numbers of the tables that `bench` computes. */
  readonly tables: readonly string[];
  /** Experiments beyond those of the paper's own tables that the profile has time for. */
  readonly extraExperiments: readonly string[];
}
