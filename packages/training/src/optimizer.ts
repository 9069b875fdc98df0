import type * as tf from '@tensorflow/tfjs';

/** What an optimiser remembers between steps. */
export interface OptimizerState {
  /** Steps completed; drives the schedule. */
  readonly step: number;
  /** Updates that each variable has had (fewer than `step` where the loss did not always reach it). */
  readonly updates: Readonly<Record<string, number>>;
  /** Tensors by slot, then by variable, such as `firstMoment` → `encoder.weight`. */
  readonly slots: Readonly<Record<string, Readonly<Record<string, tf.Tensor>>>>;
}

/** New values and state after one step. Nothing is assigned or disposed by the optimiser. */
export interface OptimizerUpdate {
  /** New values of the variables that had a gradient. */
  readonly values: Readonly<Record<string, tf.Tensor>>;
  readonly state: OptimizerState;
}

/** A pair of pure functions over named tensors. */
export interface Optimizer {
  /** Goes into checkpoints; resuming with other settings is refused. The learning rate is not part of it. */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  /** The state before the first step; the caller disposes its tensors. */
  init(variables: Readonly<Record<string, tf.Tensor>>): OptimizerState;
  /** One step. Variables without a gradient keep their value and their slots. */
  update(
    gradients: Readonly<Record<string, tf.Tensor>>,
    state: OptimizerState,
    variables: Readonly<Record<string, tf.Tensor>>,
  ): OptimizerUpdate;
}
