import type * as tf from '@tensorflow/tfjs';
import type { Node, SharedBuffer } from '../graph/node.js';

/** Record of one data id: exactly one of buffer, node, strings and parts is set, or else the failure. */
export interface Entry {
  readonly dtype: tf.DataType;
  references: number;
  /** Values on the host. */
  buffer?: SharedBuffer;
  /** Recorded, not yet computed. */
  node?: Node;
  /** Values of a string tensor, UTF-8. */
  strings?: Uint8Array[];
  /** Real and imaginary part of a complex tensor. */
  parts?: { real: tf.TensorInfo; imag: tf.TensorInfo };
  /** The node that feeds the buffer into the graph that is pending. */
  feed?: Node;
  /** Number of the flush that `feed` waits for. */
  flush?: number;
  /** Left out of common flushes because one that held it failed; computed only when it is read itself. */
  isolated?: boolean;
}
