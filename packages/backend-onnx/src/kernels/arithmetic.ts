import { sameShape } from '../graph/node.js';
import { binary, float, floatBinary, floatUnary, unary, where } from './elementwise.js';
import { broadcastShape, type Node, type Recorder, type Recorders } from './kernel.js';
import { add } from './merging.js';

const isFill = (x: Node, value: number): boolean => x.op === 'Fill' && x.attributes!.value === value;

function arithmetic(op: 'Add' | 'Sub' | 'Mul'): Recorder {
  return (g, { a, b }) => {
    if (a!.dtype !== b!.dtype || a!.dtype === 'bool') return undefined;
    const shape = broadcastShape(a!.shape, b!.shape);
    const neutral = op === 'Mul' ? 1 : 0;
    if (isFill(b!, neutral) && sameShape(a!.shape, shape)) return a;
    if (op !== 'Sub' && isFill(a!, neutral) && sameShape(b!.shape, shape)) return b;
    return op === 'Add' ? add(g, a!, b!) : binary(g, op, a!, b!);
  };
}

function signedUnary(op: string): Recorder {
  return (g, { x }) => (x!.dtype === 'bool' ? undefined : unary(g, op, x!));
}

/** Arithmetic and rounding. Integer division and powers are apart; arithmetic of bool falls back. */
export const arithmetics: Recorders = {
  Add: arithmetic('Add'),
  Sub: arithmetic('Sub'),
  Multiply: arithmetic('Mul'),
  RealDiv: floatBinary('Div'),
  Maximum: (g, { a, b }) => (a!.dtype === b!.dtype && a!.dtype !== 'bool' ? binary(g, 'Max', a!, b!) : undefined),
  Minimum: (g, { a, b }) => (a!.dtype === b!.dtype && a!.dtype !== 'bool' ? binary(g, 'Min', a!, b!) : undefined),
  SquaredDifference: (g, { a, b }) => {
    if (a!.dtype !== 'float32' || b!.dtype !== 'float32') return undefined;
    const difference = binary(g, 'Sub', a!, b!);
    return binary(g, 'Mul', difference, difference);
  },
  AddN: (g, inputs) => {
    const terms = Object.values(inputs);
    if (terms.some((term) => term.dtype !== 'float32')) return undefined;
    return terms.reduce((sum, term) => binary(g, 'Add', sum, term));
  },
  Abs: signedUnary('Abs'),
  Neg: signedUnary('Neg'),
  Reciprocal: floatUnary('Reciprocal'),
  Square: (g, { x }) => (x!.dtype === 'bool' ? undefined : binary(g, 'Mul', x!, x!)),
  Sign: float((g, x) => where(g, unary(g, 'IsNaN', x, 'bool'), g.scalar(0), unary(g, 'Sign', x))),
  Ceil: floatUnary('Ceil'),
  Floor: floatUnary('Floor'),
  Round: floatUnary('Round'),
  ClipByValue: float((g, x, attributes) => {
    const bounds = [g.scalar(attributes.clipValueMin as number), g.scalar(attributes.clipValueMax as number)];
    return g.op('Clip', [x, ...bounds], x.shape, 'float32');
  }),
};
