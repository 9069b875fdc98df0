import * as tf from '@tensorflow/tfjs-core';
import { described } from './described.js';
import type { ObjectivePart } from './network.js';
import { constantParameter } from './parameter.js';

/** One parameter of a {@link parameterBlock}. */
export interface BlockParameter {
  /** Shape of the parameter. */
  readonly shape: readonly number[];
  /** First value of every entry; default 0. */
  readonly start?: number;
}

/**
 * Parameters that are no function of data, by name.
 * @example
 * ```ts
 * parameterBlock({ scale: { shape: [16] } });
 * ```
 */
export function parameterBlock(parameters: Readonly<Record<string, BlockParameter>>): ObjectivePart {
  const entries = Object.entries(parameters);
  const variables = Object.fromEntries(
    entries.map(([name, { shape, start = 0 }]) => [name, constantParameter([...shape], start)]),
  );
  const settings = entries.map(([name, { shape, start = 0 }]) => [name, { shape: [...shape], start }] as const);
  return described({
    variables,
    state: {},
    config: { type: 'parameterBlock', parameters: Object.fromEntries(settings) },
    dispose: () => tf.dispose(Object.values(variables)),
  });
}
