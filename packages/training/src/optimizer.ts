import type * as tf from '@tensorflow/tfjs-core';

/** An optimiser's counters, which it keeps between steps. */
export interface OptimizerCounts {
  /** Steps completed; drives the schedule. */
  readonly step: number;
  /** Updates that each variable has had (fewer than `step` where the loss did not always reach it). */
  readonly updates: Readonly<Record<string, number>>;
}

/** Tensors that an optimiser keeps, by slot, then by variable, such as `firstMoment` → `encoder.weight`. */
export type OptimizerSlots = Readonly<Record<string, Readonly<Record<string, tf.Tensor>>>>;

/** An optimiser's state between steps: counters and tensors. */
export interface OptimizerState extends OptimizerCounts {
  /** Tensors that it keeps for each variable, by slot. */
  readonly slots: OptimizerSlots;
}

/** New values after one step. Nothing is assigned or disposed by the optimiser. */
export interface OptimizerUpdate {
  /** New values of the variables that had a gradient. */
  readonly values: Readonly<Record<string, tf.Tensor>>;
  /** Tensors that it keeps for each variable, by slot. */
  readonly slots: OptimizerSlots;
}

/** Pure functions over named tensors. */
export interface Optimizer {
  /** Goes into checkpoints; resuming with other settings is refused. The learning rate is not part of it. */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  /** The state before the first step; the caller disposes its tensors. */
  init(variables: Readonly<Record<string, tf.Tensor>>): OptimizerState;
  /**
   * The numbers that a step depends on besides tensors, such as the learning rate and corrections for bias. How many
   * there are depends only on which variables have had the same number of updates.
   */
  coefficients(counts: OptimizerCounts): Float32Array;
  /**
   * One step. Variables without a gradient keep their value and their slots.
   * @param state Of its counts, only which variables have had the same number of updates may matter: whatever else
   *   changes from step to step is a coefficient.
   * @param coefficients What `coefficients(state)` gives, as a tensor.
   */
  update(
    gradients: Readonly<Record<string, tf.Tensor>>,
    state: OptimizerState,
    variables: Readonly<Record<string, tf.Tensor>>,
    coefficients: tf.Tensor1D,
  ): OptimizerUpdate;
}
