import * as tf from '@tensorflow/tfjs-core';
import type { ObjectiveModel } from './objective.js';

/**
 * Keeps networks' running statistics as they are now, for an objective that applies the networks several times in one
 * step: what its first pass records counts, not how often it passes.
 */
export class RunningStatistics {
  readonly variables: readonly tf.Variable[];
  readonly values: readonly tf.Tensor[];

  constructor(model: ObjectiveModel) {
    const networks = model.keys.flatMap((key) => [model.modalities[key]!.encoder, model.modalities[key]!.decoder]);
    this.variables = [...networks, ...Object.values(model.parts)].flatMap(({ state }) => Object.values(state));
    this.values = this.variables.map((variable) => tf.keep(tf.clone(variable)));
  }

  /** Puts them back, once. */
  restore(): void {
    this.variables.forEach((variable, i) => {
      variable.assign(this.values[i]!);
    });
    tf.dispose([...this.values]);
  }
}
