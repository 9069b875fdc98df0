import {
  type Batch,
  linear,
  type ModalityOptions,
  type MultimodalVae,
  type ObjectiveContext,
  sequential,
} from '@polyvae/models';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';

/** Context of a loss in training. */
export function context(options: Partial<ObjectiveContext> = {}): ObjectiveContext {
  return { rng: Rng.fromSeed(1), training: true, step: 0, epoch: 0, ...options };
}

/** Loss and gradients by path, from one tape. */
export function onOneTape<K extends string>(
  model: MultimodalVae<K>,
  batch: Batch<K>,
  options: Partial<ObjectiveContext> = {},
) {
  return tf.tidy(() => {
    const { value, grads } = tf.variableGrads(
      () => model.loss(batch, context(options)).loss,
      Object.values(model.variables),
    );
    const gradients = Object.entries(model.variables).map(([path, { name }]) => [path, [...grads[name]!.dataSync()]]);
    return { loss: value.dataSync()[0]!, gradients: Object.fromEntries(gradients) as Record<string, number[]> };
  });
}

/** A network of three outputs, with a linear layer after it that gives four. */
export function wide4(of: ModalityOptions['decoder']): ModalityOptions['decoder'] {
  return (build) => {
    const three = (of as (own: typeof build) => ReturnType<typeof sequential>)(build);
    return sequential({ three, output: linear({ inputs: 3, units: 4, rng: build.rng.fork('four') }) });
  };
}
