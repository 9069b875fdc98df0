import * as tf from '@tensorflow/tfjs-core';
import { described, descriptionOf } from './described.js';
import type { Network } from './network.js';
import { constantParameter } from './parameter.js';

/** Learned numbers that stand beside a network's output, the same for all data. */
export interface LearnedBlock {
  /** Path of the variable. */
  readonly name: string;
  /** Of one datum: the data's shape, or `[]` for one number for all elements. */
  readonly shape: readonly number[];
  /** First value. */
  readonly start: number;
}

/**
 * A network whose output's last axis is followed by learned numbers, such as the scales of a likelihood that are no function of the
 * latents.
 * @param shape Of one datum, which each block is spread to.
 */
export function withLearned(
  network: Network,
  { shape, blocks }: { readonly shape: readonly number[]; readonly blocks: readonly LearnedBlock[] },
): Network {
  const learned = Object.fromEntries(blocks.map((own) => [own.name, constantParameter([...own.shape], own.start)]));
  const config = descriptionOf(network);
  return described({
    variables: { ...network.variables, ...learned },
    state: network.state,
    config: config && {
      type: 'withLearned',
      network: config,
      shape,
      blocks: blocks.map((own) => ({ ...own })),
    },
    apply: (x, context) =>
      tf.tidy(() => {
        const output = network.apply(x, context);
        const full = [output.shape[0], ...shape];
        return tf.concat([output, ...Object.values(learned).map((own) => tf.broadcastTo(own, full))], -1);
      }),
    dispose: () => {
      network.dispose();
      tf.dispose(Object.values(learned));
    },
  });
}
