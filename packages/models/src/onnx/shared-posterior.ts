import { renormalise } from '@polyvae/divergences';
import { ConfigurationError } from '../errors.js';
import { fusionWeights } from '../fusion/fusion-weights.js';
import type { Objective, PosteriorFamily, PosteriorKind } from '../objectives/objective.js';
import type { GaussianValues } from './encoder.js';
import type { GraphBuilder, Value } from './graph-builder.js';

/** How the posterior of the shared latent is formed. */
export interface SharedPosteriorContext<K extends string> {
  /** All of the model's modalities. */
  readonly keys: readonly K[];
  readonly objective: Objective<K>;
  readonly kind: PosteriorKind;
}

/**
 * Writes a draw of q(c | X_K): location + scale · noise. Of a mixture of several experts it comes from the expert whose index
 * the input `component`, `[batch]` of int64, gives for each row.
 * @param experts By modality, in the order of the given ones.
 * @throws {ConfigurationError} for products of posteriors that are not normal, or an unknown kind.
 * @see Sutter et al. 2020, Section 2.1, Definition 3
 */
export function writeSharedDraw<K extends string>(
  graph: GraphBuilder,
  experts: ReadonlyMap<K, GaussianValues>,
  noise: Value,
  { keys, objective, kind }: SharedPosteriorContext<K>,
): Value {
  const { family = 'normal' } = objective;
  const all = [...experts.values()];
  if (kind === 'mixture') return draw(graph, chosen(graph, all), family, noise);
  if (kind !== 'product' && kind !== 'product-without-prior' && kind !== 'dynamic-prior') {
    throw new ConfigurationError(
      `exportOnnx: posterior must be 'product', 'product-without-prior', 'mixture' or 'dynamic-prior', found '${String(kind satisfies never)}'.`,
    );
  }
  if (family !== 'normal') {
    throw new ConfigurationError(
      `exportOnnx: '${kind}' multiplies normal posteriors, but this model's are of the family '${family}'; ask for 'mixture'.`,
    );
  }
  const { modalities, prior } = fusionWeights(keys, objective.weights);
  const own = [...experts.keys()].map((key) => modalities[key]);
  const weights =
    kind === 'dynamic-prior' ? renormalise([...own, prior]) : [...all.map(() => 1), kind === 'product' ? 1 : 0];
  return draw(graph, combined(graph, all, weights, varianceEpsilonOf(objective)), family, noise);
}

/** Number that is added to variances in products; they are the usual ones or those of the published code. */
function varianceEpsilonOf<K extends string>({ products }: Objective<K>): number {
  if (!products) return 0;
  if (products.kind === 'published-code') return products.settings.varianceEpsilon ?? 0;
  throw new ConfigurationError(
    `exportOnnx: the model's products of experts follow a rule of your own, '${products.kind}', which no graph is written of; export its encoders and decoders.`,
  );
}

/** A draw; a Laplace distribution of variance σ² has the scale σ / √2. */
function draw(graph: GraphBuilder, { loc, logVar }: GaussianValues, family: PosteriorFamily, noise: Value): Value {
  const deviation = graph.op('Exp', [graph.op('Mul', [logVar, graph.scalar(0.5)], loc)], loc);
  const scale = family === 'normal' ? deviation : graph.op('Mul', [deviation, graph.scalar(Math.SQRT1_2)], deviation);
  return graph.op('Add', [loc, graph.op('Mul', [scale, noise], loc)], loc);
}

/** Of each row the expert that the input `component` names. */
function chosen(graph: GraphBuilder, experts: readonly GaussianValues[]): GaussianValues {
  const [only] = experts as [GaussianValues];
  if (experts.length === 1) return only;
  const component = graph.input('component', [], 'int64');
  const index = graph.op('Unsqueeze', [component, graph.integers([1])], { shape: [1] });
  const [size] = only.loc.shape as [number];
  const pick = (of: 'loc' | 'logVar'): Value => {
    const rows = experts.map((own) => graph.op('Unsqueeze', [own[of], graph.integers([1])], { shape: [1, size] }));
    const stacked = graph.op('Concat', rows, { shape: [experts.length, size] }, { axis: 1 });
    return graph.op('GatherND', [stacked, index], { shape: [size] }, { batch_dims: 1 });
  };
  return { loc: pick('loc'), logVar: pick('logVar') };
}

/**
 * The normalised product of the experts and the prior N(0, I) raised to weights: precision Σ wₖ/σₖ².
 * @param weights One for each expert, and the prior's; those of weight 0 are left out.
 */
function combined(
  graph: GraphBuilder,
  experts: readonly GaussianValues[],
  weights: readonly number[],
  epsilon: number,
): GaussianValues {
  const like = { shape: experts[0]!.loc.shape };
  const op = (name: string, ...inputs: readonly (Value | number)[]): Value =>
    graph.op(
      name,
      inputs.map((own) => (typeof own === 'number' ? graph.scalar(own) : own)),
      like,
    );
  const used = experts.map((own, k) => ({ ...own, weight: weights[k]! })).filter(({ weight }) => weight > 0);
  const prior = weights.at(-1)!;
  if (used.length === 0) {
    const zeros = op('Mul', experts[0]!.loc, 0);
    return { loc: zeros, logVar: zeros };
  }
  // Precisions relative to the sharpest expert's neither overflow nor all vanish, as in the divergences package.
  const logVars = [...used.map(({ logVar }) => logVar), ...(prior > 0 ? [0] : [])];
  const shift = epsilon > 0 ? 0 : logVars.length > 1 ? op('Min', ...logVars) : logVars[0]!;
  const precisionOf = (logVar: Value | number): Value =>
    epsilon > 0 ? op('Reciprocal', op('Add', op('Exp', logVar), epsilon)) : op('Exp', op('Sub', shift, logVar));
  const weighted = (logVar: Value | number, weight: number): Value => op('Mul', precisionOf(logVar), weight);
  const precisions = used.map(({ logVar, weight }) => weighted(logVar, weight));
  const total = op('Sum', ...precisions, ...(prior > 0 ? [weighted(0, prior)] : []));
  const loc = op('Div', op('Sum', ...used.map((own, k) => op('Mul', own.loc, precisions[k]!))), total);
  return { loc, logVar: op('Sub', shift, op('Log', total)) };
}
