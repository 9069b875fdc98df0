import type { Batch, MultimodalVae, ObjectiveTerms } from '@polyvae/models';
import type { Rng } from '@polyvae/random';
import type { BatchSource, FitOptions, LossTermsOf } from '@polyvae/training';

/** What a training of one's own is made with. */
export interface TrainingContext {
  /** A stream of its own, decided by `--seed`; the same when a training is continued. */
  readonly rng: Rng;
}

/** Items of modalities, in batches. */
export type TrainingSource<K extends string> = BatchSource<Batch<K>>;

/** Options of `fit` that a training of one's own may give; the command knows the others. */
type FitChoices<K extends string> = Pick<
  FitOptions<Batch<K>, LossTermsOf<ObjectiveTerms<K>>>,
  | 'epochs'
  | 'batchSize'
  | 'stepsPerEpoch'
  | 'dropLast'
  | 'optimizer'
  | 'clipNorm'
  | 'earlyStopping'
  | 'checkpointEvery'
  | 'prefetch'
>;

/**
 * A training of one's own modalities and data, the default export of the module that `polyvae train --config` loads. Its functions are
 * called once the engine runs, `data` first.
 */
export interface TrainingDefinition<K extends string = string> extends FitChoices<K> {
  /** What is trained on; see `arraySource`, `fromCsv`, `fromNpz` and `fromImageFolder` of `@polyvae/datasets`. */
  readonly data: (context: TrainingContext) => TrainingSource<K> | Promise<TrainingSource<K>>;
  /** Held-out data, evaluated after each epoch; early stopping needs it. */
  readonly validation?: (context: TrainingContext) => TrainingSource<K> | Promise<TrainingSource<K>>;
  /** The model, such as `mmjsd({ modalities, latent, rng })` of `@polyvae/models`. */
  readonly model: (context: TrainingContext) => MultimodalVae<K> | Promise<MultimodalVae<K>>;
  /** What the model is, for the README that is saved with it. */
  readonly description?: string;
}

/** Names of a model's modalities. */
export type ModalitiesOf<M> = M extends MultimodalVae<infer K> ? K : never;

/**
 * Gives a training of one's own its types; it returns what it is given.
 * @example
 * ```ts
 * // my.config.ts, for: polyvae train --config my.config.ts
 * import { arraySource } from '@polyvae/datasets';
 * import { denseModality, mmjsd } from '@polyvae/models';
 * import { defineTraining } from 'polyvae';
 *
 * export default defineTraining({
 *   epochs: 5,
 *   batchSize: 2,
 *   data: () => arraySource({ scan: [[1, 2], [3, 4]], genes: [[1], null] }),
 *   model: ({ rng }) =>
 *     mmjsd({
 *       modalities: { scan: denseModality({ shape: 2 }), genes: denseModality({ shape: 1 }) },
 *       latent: { shared: 2 },
 *       rng,
 *     }),
 * });
 * ```
 */
export function defineTraining<M extends { readonly keys: readonly string[] }>(
  definition: Omit<TrainingDefinition<ModalitiesOf<NoInfer<M>>>, 'model'> & {
    readonly model: (context: TrainingContext) => M | Promise<M>;
  },
): TrainingDefinition<ModalitiesOf<M>> {
  return definition as unknown as TrainingDefinition<ModalitiesOf<M>>;
}
