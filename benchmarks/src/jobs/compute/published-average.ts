import type { LogWeights, Proposals } from '@polyvae/metrics';
import { publishedLogLikelihood } from '@polyvae/metrics/published-code';
import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';

/** Draws that the published code takes of a point, and weights that it averages. */
const publishedDraws = 12;

/**
 * Watches the weights that an estimate draws, and averages the first of them as the published code does; costs no draws of its
 * own.
 */
export class PublishedAverage {
  readonly #points: number;
  /** Of each component, the first draws' weights of all points, one row a draw. */
  readonly #rows: Float64Array[][] = [];
  #weights: readonly number[] = [1];

  constructor(points: number) {
    this.#points = points;
  }

  /** The same proposals, watched: the components of a mixture, or else the density. */
  watch<T extends string>({ density, components }: Proposals<T>): Proposals<T> {
    if (!components) return { density: this.#watch(0, density) };
    this.#weights = components.map(({ weight }) => weight);
    return {
      density,
      components: components.map((own, k) => ({ ...own, logWeights: this.#watch(k, own.logWeights) })),
    };
  }

  /**
   * Of a mixture the average over its components.
   * @param rng Shuffles the points for every draw, so that groups are of all kinds.
   * @returns Undefined if there are too few weights.
   */
  value(rng: Rng): number | undefined {
    if (this.#points * (this.#rows[0]?.length ?? 0) < publishedDraws) return undefined;
    const each = this.#weights.map((weight, k) => {
      const flat = this.#rows[k]!.flatMap((row, draw) => {
        const order = rng.fork(k).fork(draw).permutation(row.length);
        return Array.from(order, (point) => row[point]!);
      });
      return weight * publishedLogLikelihood(flat, publishedDraws);
    });
    return each.reduce((sum, own) => sum + own, 0);
  }

  #watch<T extends string>(component: number, logWeights: LogWeights<T>): LogWeights<T> {
    this.#rows[component] ??= [];
    const rows = this.#rows[component];
    return async (request) => {
      const weights = await logWeights(request);
      const { begin, first, samples } = request;
      const { joint } = weights as Readonly<Record<string, tf.Tensor | readonly ArrayLike<number>[]>>;
      const values = joint instanceof tf.Tensor ? await joint.data() : joint!.flatMap((row) => Array.from(row));
      const width = values.length / samples;
      for (let draw = first; draw < Math.min(publishedDraws, first + samples); draw++) {
        const row = rows[draw] ?? new Float64Array(this.#points);
        rows[draw] = row;
        row.set(values.slice((draw - first) * width, (draw - first + 1) * width), begin);
      }
      return weights;
    };
  }
}
