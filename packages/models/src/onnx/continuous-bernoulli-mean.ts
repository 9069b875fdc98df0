import type { GraphBuilder, Value } from './graph-builder.js';

/** |l| below which the power series is more exact than the closed form, which is ∞ − ∞ at 0. */
const NEAR = 0.5;

/**
 * Mean of a continuous Bernoulli distribution of logits l, 1/2 + 1 / (2 tanh(l/2)) − 1/l.
 * @see Loaiza-Ganem and Cunningham 2019, "The continuous Bernoulli", Eq. (8)
 */
export function writeContinuousBernoulliMean(graph: GraphBuilder, l: Value): Value {
  const op = (name: string, ...inputs: readonly (Value | number)[]): Value =>
    graph.op(
      name,
      inputs.map((own) => (typeof own === 'number' ? graph.scalar(own) : own)),
      l,
    );
  const square = op('Mul', l, l);
  // l/12 − l³/720 + l⁵/30240
  const inner = op('Add', op('Mul', square, 1 / 30240), -1 / 720);
  const series = op('Mul', l, op('Add', op('Mul', square, inner), 1 / 12));
  const closed = op('Sub', op('Div', 0.5, op('Tanh', op('Mul', l, 0.5))), op('Div', 1, l));
  return op('Add', op('Where', op('Less', op('Abs', l), NEAR), series, closed), 0.5);
}
