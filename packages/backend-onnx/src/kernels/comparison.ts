import { sameShape } from '../graph/node.js';
import { binary, number, unary, where } from './elementwise.js';
import type { Node, Recorder, Recorders } from './kernel.js';

function comparison(op: string, invert = false): Recorder {
  return (g, inputs) => {
    let { a, b } = inputs as { a: Node; b: Node };
    if (a.dtype === 'bool' || b.dtype === 'bool') {
      a = g.cast(a, 'int32');
      b = g.cast(b, 'int32');
    }
    if (a.dtype !== b.dtype) return undefined;
    const result = binary(g, op, a, b, 'bool');
    return invert ? unary(g, 'Not', result) : result;
  };
}

function logical(op: string): Recorder {
  return (g, { a, b }) => binary(g, op, g.cast(a!, 'bool'), g.cast(b!, 'bool'), 'bool');
}

/** Comparisons, logic and choice. */
export const comparisons: Recorders = {
  Equal: comparison('Equal'),
  NotEqual: comparison('Equal', true),
  Greater: comparison('Greater'),
  GreaterEqual: comparison('GreaterOrEqual'),
  Less: comparison('Less'),
  LessEqual: comparison('LessOrEqual'),
  LogicalAnd: logical('And'),
  LogicalOr: logical('Or'),
  LogicalNot: (g, { x }) => unary(g, 'Not', g.cast(x!, 'bool'), 'bool'),
  Select: (g, inputs) => {
    const { condition, t, e } = inputs as { condition: Node; t: Node; e: Node };
    if (t.dtype !== e.dtype) return undefined;
    // A vector condition selects whole rows.
    const rows = condition.shape.length === 1 && t.shape.length > 1;
    const mask = rows
      ? g.reshape(
          condition,
          t.shape.map((length, axis) => (axis === 0 ? length : 1)),
        )
      : condition;
    const choice = (x: Node): Node => (x.op === 'Fill' && sameShape(mask.shape, t.shape) ? number(g, x) : x);
    return where(g, g.cast(mask, 'bool'), choice(t), choice(e));
  },
  IsNan: (g, { x }) => (x!.dtype === 'float32' ? unary(g, 'IsNaN', x!, 'bool') : undefined),
  IsInf: (g, { x }) => (x!.dtype === 'float32' ? unary(g, 'IsInf', x!, 'bool') : undefined),
  IsFinite: (g, { x }) => {
    if (x!.dtype !== 'float32') return undefined;
    return unary(
      g,
      'Not',
      binary(g, 'Or', unary(g, 'IsNaN', x!, 'bool'), unary(g, 'IsInf', x!, 'bool'), 'bool'),
      'bool',
    );
  },
};
