import { Normal } from '@polyvae/distributions';
import { productOfExperts } from '@polyvae/divergences';
import {
  type Batch,
  createMultimodalVae,
  type Decoder,
  type Encoder,
  type JointEncoder,
  type LatentSizes,
  type ModalityOptions,
  type MultimodalVae,
  normal,
  type Objective,
} from '@polyvae/models';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';

/** x = W c + V s + b + scale · ε with c, s, ε standard normal; the columns of [W V] are orthogonal. */
interface LinearGaussian {
  /** `[data][shared + private]`, W's columns first. */
  readonly columns: readonly (readonly number[])[];
  readonly private: number;
  readonly offset: readonly number[];
  readonly scale: number;
}

export type Key = 'first' | 'second';

const SHARED = 2;

const specification: Readonly<Record<Key, LinearGaussian>> = {
  first: {
    columns: [
      [0.6, -0.8, 0.9],
      [-0.6, -0.8, 0.9],
      [0.6, 0.8, 0.9],
      [-0.6, 0.8, 0.9],
    ],
    private: 1,
    offset: [0.5, -1, 0.2, 0],
    scale: 0.7,
  },
  second: {
    columns: [
      [1.1, 0.4],
      [1.1, -0.4],
      [-1.1, 0.4],
      [-1.1, -0.4],
      [0.2, 0],
      [0, 1.3],
    ],
    private: 0,
    offset: [0, 0.1, 0.2, 0.3, 0.4, 0.5],
    scale: 1.2,
  },
};

/**
 * A model whose networks are the exact ones: each shared expert is the normalised likelihood of c (so that experts
 * times prior is the true posterior of every subset), each private posterior the true one.
 */
export function exactModel(objective: Objective): MultimodalVae<Key> {
  const entries = Object.entries(specification).map(([key, own]) => [
    key,
    {
      encoder: ({ latent }) => encoder(own, latent),
      decoder: () => decoder(own),
      likelihood: normal({ scale: own.scale }),
      privateBeta: 1,
    } satisfies ModalityOptions,
  ]);
  return createMultimodalVae<Key>({
    modalities: Object.fromEntries(entries) as Record<Key, ModalityOptions>,
    latent: { shared: SHARED, private: { first: 1 } },
    objective,
    rng: Rng.fromSeed(0),
  });
}

function encoder({ columns, offset, scale }: LinearGaussian, latent: LatentSizes): Encoder {
  const size = latent.shared + latent.private;
  const squares = Array.from({ length: size }, (_, k) => columns.reduce((sum, row) => sum + row[k]! ** 2, 0));
  const precisions = squares.map((square, k) => square / scale ** 2 + (k < latent.shared ? 0 : 1));
  return {
    variables: {},
    state: {},
    apply: (x) => {
      const centred = tf.sub<tf.Tensor2D>(x, tf.tensor1d([...offset]));
      const scaled = tf.div(tf.matMul(centred, tf.tensor2d(columns.map((row) => [...row]))), scale ** 2);
      const loc = tf.div<tf.Tensor2D>(scaled, tf.tensor1d(precisions));
      const logVar = tf.sub<tf.Tensor2D>(tf.zerosLike(loc), tf.log(tf.tensor1d(precisions)));
      const part = (start: number, length: number): { loc: tf.Tensor2D; logVar: tf.Tensor2D } => ({
        loc: tf.slice(loc, [0, start], [-1, length]),
        logVar: tf.slice(logVar, [0, start], [-1, length]),
      });
      const shared = part(0, latent.shared);
      return latent.private > 0 ? { shared, private: part(latent.shared, latent.private) } : { shared };
    },
    dispose: () => {},
  };
}

/** The true posterior of the shared latent given both modalities, with its log variances off by some number. */
export function exactJoint(off: number): JointEncoder {
  const each = (['first', 'second'] as const).map((key) => {
    const own = specification[key];
    return [key, encoder(own, { shared: SHARED, private: own.private })] as const;
  });
  return {
    variables: {},
    state: {},
    apply(data, context) {
      const experts = each.map(([key, own]) => {
        const { loc, logVar } = own.apply(data[key]!, context).shared;
        return Normal.fromLogVar(loc, logVar, { eventDims: 1 });
      });
      const { base } = productOfExperts([...experts, Normal.standard([SHARED])]);
      return { loc: base.loc as tf.Tensor2D, logVar: tf.add<tf.Tensor2D>(base.logVar(), off) };
    },
    dispose: () => {},
  };
}

function decoder({ columns, offset }: LinearGaussian): Decoder {
  const matrix = columns.map((row) => [...row]);
  return {
    variables: {},
    state: {},
    apply: (z) => tf.add(tf.matMul(z as tf.Tensor2D, tf.tensor2d(matrix), false, true), tf.tensor1d([...offset])),
    dispose: () => {},
  };
}

/** Rows drawn from the model itself. */
export function exactData(rows: number, rng: Rng): { first: number[][]; second: number[][] } {
  const data: { first: number[][]; second: number[][] } = { first: [], second: [] };
  for (let row = 0; row < rows; row++) {
    const shared = Array.from({ length: SHARED }, () => rng.normal());
    for (const key of ['first', 'second'] as const) {
      const { columns, private: size, offset, scale } = specification[key];
      const z = [...shared, ...Array.from({ length: size }, () => rng.normal())];
      const noisy = columns.map(
        (own, i) => own.reduce((sum, w, k) => sum + w * z[k]!, offset[i]!) + scale * rng.normal(),
      );
      data[key].push(noisy);
    }
  }
  return data;
}

export function toBatch(data: { readonly [K in Key]?: number[][] }): Batch<Key> {
  return Object.fromEntries(Object.entries(data).map(([key, rows]) => [key, tf.tensor2d(rows)])) as Batch<Key>;
}

/** log p of one row of some modalities: the density of their joint normal distribution, by Cholesky. */
export function exactLogEvidence(row: { readonly [K in Key]?: readonly number[] }): number {
  const parts = (Object.keys(specification) as Key[]).flatMap((key) => {
    const x = row[key];
    return x ? x.map((value, i) => ({ key, i, centred: value - specification[key].offset[i]! })) : [];
  });
  const covariance = parts.map((p) =>
    parts.map((q) => {
      const [own, other] = [specification[p.key], specification[q.key]];
      let sum = 0;
      for (let k = 0; k < SHARED; k++) sum += own.columns[p.i]![k]! * other.columns[q.i]![k]!;
      if (p.key === q.key) {
        for (let k = SHARED; k < SHARED + own.private; k++) sum += own.columns[p.i]![k]! * other.columns[q.i]![k]!;
        if (p.i === q.i) sum += own.scale ** 2;
      }
      return sum;
    }),
  );
  return logNormal(
    parts.map(({ centred }) => centred),
    covariance,
  );
}

function logNormal(x: readonly number[], covariance: readonly (readonly number[])[]): number {
  const lower: number[][] = [];
  const solved: number[] = [];
  let result = -0.5 * x.length * Math.log(2 * Math.PI);
  for (let i = 0; i < x.length; i++) {
    lower.push([]);
    for (let j = 0; j <= i; j++) {
      let sum = covariance[i]![j]!;
      for (let k = 0; k < j; k++) sum -= lower[i]![k]! * lower[j]![k]!;
      lower[i]!.push(i === j ? Math.sqrt(sum) : sum / lower[j]![j]!);
    }
    let rest = x[i]!;
    for (let k = 0; k < i; k++) rest -= lower[i]![k]! * solved[k]!;
    solved.push(rest / lower[i]![i]!);
    result -= 0.5 * solved[i]! ** 2 + Math.log(lower[i]![i]!);
  }
  return result;
}
