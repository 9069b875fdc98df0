import { type Distribution, type Independent, Normal, scope } from '@polyvae/distributions';
import { ArgumentError, ArgumentTypeError, ShapeError } from '@polyvae/errors';
import type { Rng } from '@polyvae/random';
import type { GradientResult, LossResult, Settings } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs-core';
import { BatchError } from '../errors.js';
import { fusionWeights } from '../fusion/fusion-weights.js';
import { mixtureComponent } from '../fusion/mixture-component.js';
import { checkPresentWeights } from '../fusion/present-weights.js';
import type { Batch } from '../modalities/batch.js';
import { type CheckedBatch, checkBatch, subsetOf } from '../modalities/checked-batch.js';
import type { Modality } from '../modalities/modality.js';
import { prepareBatch, rowsOf } from '../modalities/prepare-batch.js';
import { decoderInput } from '../networks/decoder-input.js';
import type { ObjectivePart } from '../networks/network.js';
import { collect } from '../networks/sequential.js';
import type { Objective, ObjectiveContext, ObjectiveModel, PosteriorKind } from '../objectives/objective.js';
import type { ObjectiveTerms } from '../objectives/objective-terms.js';
import { type Encoded, encodeBatch, type LatentPosterior } from '../objectives/posteriors.js';
import { settingsOf } from './settings-of.js';
import { readPosterior, type SharedPosterior, subsetPosterior } from './subset-posterior.js';

/** Posteriors given a subset of modalities. */
export type Posteriors<K extends string = string> = {
  /** q(c | X_K), batch `[batch]`, event `[shared]`. */
  readonly shared: SharedPosterior;
  /** q(s | x) of the modalities that are there and have a private subspace. */
  readonly private: { readonly [P in K]?: LatentPosterior };
};

/** Points of the latent spaces. */
export type Latents<K extends string = string> = {
  /** `[batch, shared]`. */
  readonly shared: tf.Tensor2D;
  /** `[batch, private]` each. */
  readonly private: { readonly [P in K]?: tf.Tensor2D };
};

/** Which posterior of a subset is meant. */
export interface PosteriorOptions {
  /** Default: the objective's. */
  readonly posterior?: PosteriorKind;
}

/** How a posterior becomes one point a row. */
export interface RepresentationOptions extends PosteriorOptions {
  /** Needed for mixtures, unless their mean is asked for. */
  readonly rng?: Rng;
  /**
   * The point that stands for a mixture: the mean of one component a row, drawn by stratified sampling (default; the paper's
   * tables average over single modalities), or the mean of the whole mixture.
   */
  readonly mixture?: 'component' | 'mean';
}

/** Latents of a subset of a batch's modalities. */
export interface SubsetRepresentation<K extends string = string> extends RepresentationOptions {
  /** The modalities that are encoded. */
  readonly given: readonly K[];
}

/** How data are generated. */
export interface GenerationOptions {
  /** Random numbers that latents are drawn with. */
  readonly rng: Rng;
  /**
   * The data that stand for a likelihood. `shown` (default): data as one looks at them, locations and the one-hot argmax of a
   * categorical likelihood. `mean`: expected data, of a categorical likelihood its probabilities; a classifier can read them
   * where a text may begin at several places and its argmax is no word.
   */
  readonly output?: 'shown' | 'mean';
}

/**
 * A multimodal variational autoencoder: networks for every modality, one shared latent space, an objective.
 * @example
 * ```ts
 * const { shared } = model.encode({ mnist, text }); // any subset gives a distribution
 * const { svhn } = model.generateFrom({ mnist, text }, ['svhn'], { rng });
 * ```
 */
export class MultimodalVae<K extends string = string> implements ObjectiveModel<K> {
  /** Names of the modalities, in order. */
  readonly keys: readonly K[];
  /** Networks, likelihood and weights of each modality. */
  readonly modalities: Readonly<Record<K, Modality>>;
  /** Size of the shared latent space. */
  readonly shared: number;
  /** Objective that the model is trained by. */
  readonly objective: Objective<K>;
  /** Networks and parameters of the objective's own, by name. */
  readonly parts: Readonly<Record<string, ObjectivePart>>;
  /** Trainable parameters by checkpoint path, e.g. `encoders.mnist.hidden1.weight`. */
  readonly variables: Readonly<Record<string, tf.Variable>>;
  /** Non-trainable state by checkpoint path. */
  readonly state: Readonly<Record<string, tf.Variable>>;
  /**
   * Objective, latent sizes, likelihoods and weights: a checkpoint of a model with other ones is refused, though its
   * variables may look the same. Of a β or an assignment that is a function only that it is one.
   */
  readonly settings: Settings;
  /**
   * Loss, terms and gradients together, where the objective bounds its memory so; training uses it in place of `loss`. The
   * caller disposes the results.
   */
  readonly gradients:
    | ((batch: Batch<K>, context: ObjectiveContext) => Promise<GradientResult<ObjectiveTerms<K>>>)
    | undefined;

  /** Use {@link createMultimodalVae}, which checks what it is given. */
  constructor(
    modalities: Readonly<Record<K, Modality>>,
    shared: number,
    objective: Objective<K>,
    parts: Readonly<Record<string, ObjectivePart>> = {},
  ) {
    this.keys = Object.keys(modalities) as K[];
    this.modalities = modalities;
    this.shared = shared;
    this.objective = objective;
    this.parts = parts;
    const all = this.keys.flatMap((key) => [
      [`encoders.${key}`, modalities[key].encoder] as const,
      [`decoders.${key}`, modalities[key].decoder] as const,
    ]);
    const { variables, state } = collect({ ...Object.fromEntries(all), ...parts });
    this.variables = variables;
    this.state = state;
    this.settings = settingsOf(modalities, shared, objective);
    this.gradients = objective.gradients && ((batch, context) => this.#gradients(batch, context));
  }

  /** N(0, I) over the shared latent. */
  prior(): Independent<Normal> {
    return Normal.standard([this.shared]);
  }

  /**
   * The loss and its terms for a batch in which modalities may be absent, as a whole or row by row.
   * @returns Scalars, means over the batch in nats.
   * @throws {BatchError} or {ShapeError} if the batch does not fit the model.
   */
  loss(batch: Batch<K>, context: ObjectiveContext): LossResult<ObjectiveTerms<K>> {
    const result = scope(() => {
      const checked = checkBatch(this.keys, batch);
      this.objective.checkBatch?.(this.keys, checked);
      return this.objective.evaluate(this, checked, context);
    });
    return result as unknown as LossResult<ObjectiveTerms<K>>;
  }

  /**
   * Posteriors given the modalities of the batch.
   * @throws {BatchError} or {ShapeError} if the batch does not fit the model.
   */
  encode(batch: Batch<K>, options: PosteriorOptions = {}): Posteriors<K> {
    return scope(() => {
      const { checked, encoded } = this.#encode(batch);
      const kind = readPosterior(this.objective, options.posterior);
      return { shared: subsetPosterior(this, this.objective, checked, encoded, kind), private: privateOf(encoded) };
    });
  }

  /**
   * One point a row for use as features: the posterior's mean, for a mixture by default the mean of one stratified
   * component a row.
   */
  represent(batch: Batch<K>, options: RepresentationOptions = {}): Latents<K> {
    return scope(() => {
      const { checked, encoded } = this.#encode(batch);
      return this.#represented(checked, encoded, options);
    });
  }

  /**
   * {@link represent} of several subsets of the batch's modalities. A modality is encoded once for all subsets that have it.
   * @throws {BatchError} if a subset is empty, has a modality that the batch has not, or leaves a row with none.
   */
  representEach(batch: Batch<K>, subsets: readonly SubsetRepresentation<K>[]): Latents<K>[] {
    return scope(() => {
      const { checked, encoded } = this.#encode(batch);
      return subsets.map(({ given, ...options }) =>
        this.#represented(
          subsetOf(this.keys, checked, given),
          encoded.filter(({ key }) => given.includes(key)),
          options,
        ),
      );
    });
  }

  /** One draw a row from the posteriors given the modalities of the batch; of a mixture from one stratified component. */
  sample(batch: Batch<K>, options: PosteriorOptions & { readonly rng: Rng }): Latents<K> {
    return scope(() => {
      const { checked, encoded } = this.#encode(batch);
      const kind = readPosterior(this.objective, options.posterior);
      const shared =
        kind === 'mixture'
          ? this.#component(checked, encoded, options.rng)
          : subsetPosterior(this, this.objective, checked, encoded, kind);
      const draws = entriesOf(encoded).map(([key, own]) => [key, own.sample(options.rng)]);
      return { shared: shared.sample(options.rng) as tf.Tensor2D, private: Object.fromEntries(draws) };
    });
  }

  /**
   * Likelihoods p(x | s, c) of the targets.
   * @param latents A private latent must be there for every target that has a private subspace.
   * @param targets Default: all modalities.
   */
  decode<T extends K = K>(latents: Latents<K>, targets: readonly T[] = this.keys as T[]): { [P in T]: Distribution } {
    return scope(() => this.#targets(targets, (key) => this.#likelihood(latents, key)));
  }

  /**
   * Data of all modalities from a draw of the prior.
   * @returns `[n, ...]` for every modality.
   */
  generate(n: number, options: GenerationOptions): { [P in K]: tf.Tensor } {
    if (!Number.isInteger(n) || n < 1) throw new ArgumentError(`generate: n must be a positive integer, found ${n}`);
    return scope(() => {
      const shared = tf.tensor2d(options.rng.normals(n * this.shared), [n, this.shared]);
      return this.#targets(this.keys, (key) => this.#generated(shared, key, options));
    });
  }

  /**
   * Data of the targets given a subset of modalities: the shared latent is drawn from its posterior, the targets' private
   * latents from their prior.
   * @returns `[batch, ...]` for every target.
   */
  generateFrom<T extends K>(
    batch: Batch<K>,
    targets: readonly T[],
    options: PosteriorOptions & GenerationOptions,
  ): { [P in T]: tf.Tensor } {
    return scope(() => {
      const { shared } = this.sample(batch, options);
      return this.#targets(targets, (key) => this.#generated(shared, key, options));
    });
  }

  /**
   * The batch's own data as the model decodes them from draws of their posteriors: the shared latent given all that is there, every
   * modality's private latent given itself, or from its prior in rows that lack it.
   * @returns `[batch, ...]` for every modality of the batch.
   */
  reconstruct<T extends K>(batch: Batch<T>, options: PosteriorOptions & GenerationOptions): { [P in T]?: tf.Tensor } {
    return scope(() => {
      const { observations } = checkBatch(this.keys, batch as Batch<K>);
      const latents = this.sample(batch as Batch<K>, options);
      const given = observations.map(({ key }) => key);
      return this.#targets(given, (key) => {
        const { mask } = observations.find((own) => own.key === key)!;
        const own = latents.private[key];
        if (!own || !mask) return this.#shown(latents.shared, key, own, options);
        const prior = tf.tensor2d(options.rng.normals(own.size), own.shape);
        const there = tf.broadcastTo(tf.expandDims(tf.cast(mask, 'bool'), 1), own.shape);
        return this.#shown(latents.shared, key, tf.where(there, own, prior), options);
      });
    }) as { [P in T]?: tf.Tensor };
  }

  /** Frees all parameters and state. */
  dispose(): void {
    for (const key of this.keys) {
      this.modalities[key].encoder.dispose();
      this.modalities[key].decoder.dispose();
    }
    for (const part of Object.values(this.parts)) part.dispose();
  }

  /**
   * A batch in tensors alone, checked: what a compiled step is given, in place of the batch. Training calls this.
   * @throws {BatchError} if the batch does not fit the model.
   */
  prepare(batch: Batch<K>): { readonly batch: unknown; dispose(): void } {
    const prepared = prepareBatch(this.keys, batch);
    const { size, data, masks } = prepared;
    const own = this.keys.filter((key) => data[key] !== undefined);
    const { modalities } = fusionWeights(this.keys, this.objective.weights);
    const observations = own.map((key) => {
      const mask = masks[key];
      return { key, x: data[key]!, ...(mask && { mask, rows: rowsOf(mask) }) };
    });
    const dispose = (): void => {
      for (const { mask } of observations) mask?.dispose();
    };
    try {
      checkPresentWeights(
        { size, observations },
        own.map((key) => modalities[key]),
      );
      this.objective.checkBatch?.(this.keys, { size, observations });
    } catch (error) {
      dispose();
      throw error;
    }
    return { batch: prepared, dispose };
  }

  async #gradients(batch: Batch<K>, context: ObjectiveContext): Promise<GradientResult<ObjectiveTerms<K>>> {
    const checked = scope(() => checkBatch(this.keys, batch));
    try {
      this.objective.checkBatch?.(this.keys, checked);
      const result = await this.objective.gradients!(this, checked, context, this.variables);
      return result as unknown as GradientResult<ObjectiveTerms<K>>;
    } finally {
      const data = batch as { readonly [P in K]?: tf.Tensor };
      for (const { key, x, mask } of checked.observations) {
        mask?.dispose();
        if (x !== data[key]) x.dispose();
      }
    }
  }

  #encode(batch: Batch<K>): { checked: CheckedBatch<K>; encoded: Encoded<K, LatentPosterior>[] } {
    const checked = checkBatch(this.keys, batch);
    return { checked, encoded: encodeBatch(this, checked, { training: false }, this.objective.family ?? 'normal') };
  }

  #represented(
    checked: CheckedBatch<K>,
    encoded: readonly Encoded<K, LatentPosterior>[],
    options: RepresentationOptions,
  ): Latents<K> {
    const kind = readPosterior(this.objective, options.posterior);
    const shared =
      kind === 'mixture' && options.mixture !== 'mean'
        ? this.#component(checked, encoded, options.rng)
        : subsetPosterior(this, this.objective, checked, encoded, kind);
    const means = entriesOf(encoded).map(([key, own]) => [key, own.mean()]);
    return { shared: shared.mean() as tf.Tensor2D, private: Object.fromEntries(means) };
  }

  #component(
    checked: CheckedBatch<K>,
    encoded: readonly Encoded<K, LatentPosterior>[],
    rng: Rng | undefined,
  ): LatentPosterior {
    if (!rng) throw new ArgumentTypeError("a mixture's component is drawn: give rng, or ask for the mixture's mean");
    const { modalities } = fusionWeights(this.keys, this.objective.weights);
    const weights = encoded.map(({ key }) => modalities[key]);
    return mixtureComponent(
      checked,
      encoded.map(({ shared }) => shared),
      { components: weights, prior: 0 },
      rng,
    );
  }

  #targets<T extends K, V>(targets: readonly T[], make: (key: T) => V): { [P in T]: V } {
    const unknown = targets.filter((key) => !this.keys.includes(key));
    if (unknown.length > 0) {
      throw new BatchError(`targets: unknown modality ${unknown.join(', ')}; this model has ${this.keys.join(', ')}.`);
    }
    return Object.fromEntries(targets.map((key) => [key, make(key)])) as { [P in T]: V };
  }

  #likelihood(latents: Latents<K>, key: K): Distribution {
    const { likelihood, private: size } = this.modalities[key];
    const own = latents.private[key];
    if (size > 0 && !own) {
      throw new BatchError(`decode: '${key}' has a private subspace of ${size}, but latents.private.${key} is absent.`);
    }
    return likelihood.distribution(this.#output(latents.shared, key, size > 0 ? own : undefined));
  }

  /** Data with a private latent from its prior. */
  #generated(shared: tf.Tensor2D, key: K, options: GenerationOptions): tf.Tensor {
    const { private: size } = this.modalities[key];
    const rows = shared.shape[0];
    const own = size > 0 ? tf.tensor2d(options.rng.normals(rows * size), [rows, size]) : undefined;
    return this.#shown(shared, key, own, options);
  }

  #shown(
    shared: tf.Tensor2D,
    key: K,
    own: tf.Tensor2D | undefined,
    { output = 'shown' }: GenerationOptions,
  ): tf.Tensor {
    if (output !== 'shown' && output !== 'mean') {
      throw new ArgumentError(`output: expected 'shown' or 'mean', found ${JSON.stringify(output)}`);
    }
    const { likelihood } = this.modalities[key];
    const decoded = this.#output(shared, key, own);
    return output === 'mean' ? likelihood.distribution(decoded).mean() : likelihood.generate(decoded);
  }

  #output(shared: tf.Tensor2D, key: K, own: tf.Tensor2D | undefined): tf.Tensor {
    if (shared.rank !== 2 || shared.shape[1] !== this.shared) {
      throw new ShapeError('shared latent', `[batch, ${this.shared}]`, shared.shape);
    }
    const { decoder, private: size } = this.modalities[key];
    if (own && (own.shape[0] !== shared.shape[0] || own.shape[1] !== size)) {
      throw new ShapeError(`private latent of '${key}'`, `[${shared.shape[0]}, ${size}]`, own.shape);
    }
    return decoder.apply(decoderInput(shared, own), { training: false });
  }
}

function privateOf<K extends string>(encoded: readonly Encoded<K, LatentPosterior>[]): Posteriors<K>['private'] {
  return Object.fromEntries(entriesOf(encoded)) as Posteriors<K>['private'];
}

function entriesOf<K extends string>(
  encoded: readonly Encoded<K, LatentPosterior>[],
): (readonly [K, LatentPosterior])[] {
  return encoded.flatMap(({ key, private: own }) => (own ? [[key, own] as const] : []));
}
