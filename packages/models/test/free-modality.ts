import { type Decoder, type Encoder, type ModalityOptions, normal } from '@polyvae/models';
import * as tf from '@tensorflow/tfjs';

/** A modality whose posterior does not see the data, and whose parameters are few. */
export function free(loc: number, logVar: number, own: number): ModalityOptions {
  const [l, v, q] = [loc, logVar, own].map((value) => tf.variable(tf.tensor1d([value])));
  const w = tf.variable(tf.tensor2d([[0.5], [1]]));
  const tile = (x: tf.Tensor, rows: number): tf.Tensor2D => tf.tile(tf.expandDims(x, 0), [rows, 1]);
  const encoder: Encoder = {
    variables: { l: l!, v: v!, q: q! },
    state: {},
    apply: (x) => ({
      shared: { loc: tile(l!, x.shape[0]), logVar: tile(v!, x.shape[0]) },
      private: { loc: tile(q!, x.shape[0]), logVar: tile(tf.zerosLike(q!), x.shape[0]) },
    }),
    dispose: () => tf.dispose([l!, v!, q!]),
  };
  const decoder: Decoder = {
    variables: { w },
    state: {},
    apply: (z) => tf.matMul(z, w),
    dispose: () => w.dispose(),
  };
  return { encoder, decoder, likelihood: normal({ scale: 0.5 }) };
}
