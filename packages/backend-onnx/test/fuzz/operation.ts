import type { Draw, Value } from './draw.js';

/** Operands and further arguments of a call. */
export interface Call {
  readonly inputs: readonly Value[];
  readonly args?: readonly unknown[];
}

/** A function of tfjs that programs may call. */
export interface Operation {
  /** Path below `tf`. */
  readonly name: string;
  /** Whether the tensors are passed as a list. */
  readonly list?: boolean;
  /** When results have the same bits everywhere: for all operands, for multiples of 1/4 up to 16, or never. */
  readonly exact: 'always' | 'dyadic' | 'never';
  /** Whether its value jumps, so that operands must be exact. */
  readonly jumps?: boolean;
  /** Whether its gradient jumps. */
  readonly kinks?: boolean;
  /** Whether operands must be finite: products with zeros that one backend has and the other leaves out are NaN. */
  readonly finite?: boolean;
  /** Whether operands must not hold 0, whose sign ONNX Runtime does not keep everywhere. */
  readonly nonZero?: boolean;
  /** Whether tfjs has a gradient for it. */
  readonly smooth?: boolean;
  /** How often it is drawn, 1 by default. */
  readonly weight?: number;
  /** undefined if nothing there suits. */
  draw(draw: Draw): Call | undefined;
}

type Traits = Omit<Operation, 'name' | 'draw'>;

export const operation = (name: string, traits: Traits, draw: Operation['draw']): Operation => ({
  name,
  ...traits,
  draw,
});

/** Functions that are called alike. */
export function operations(names: readonly string[], traits: Traits, draw: Operation['draw']): Operation[] {
  return names.map((name) => operation(name, traits, draw));
}

/** Functions of one float tensor of any shape. */
export function unary(names: readonly string[], traits: Traits): Operation[] {
  return operations(names, traits, (draw) => ({ inputs: [draw.float()] }));
}

/** Functions of two tensors of one type that are broadcast. */
export function binary(names: readonly string[], dtype: 'float32' | 'int32' | 'bool', traits: Traits): Operation[] {
  return operations(names, traits, (draw) => {
    const a = draw.value((value) => value.dtype === dtype) ?? draw.fresh(draw.shape(), dtype);
    const other = draw.value((value) => value.dtype === dtype && broadcasts(value.shape, a.shape));
    const b = other && draw.random.chance(0.5) ? other : draw.fresh(draw.companion(a.shape), dtype);
    return { inputs: draw.random.chance(0.5) ? [a, b] : [b, a] };
  });
}

/** Functions of one tensor and an axis, several axes, or none. */
export function reducing(names: readonly string[], traits: Traits): Operation[] {
  return operations(names, traits, (draw) => {
    const x = draw.float();
    const { length } = x.shape;
    if (length === 0 || draw.random.chance(0.2)) return { inputs: [x] };
    const axes = x.shape.map((_, i) => i).filter(() => draw.random.chance(0.5));
    const axis = draw.random.chance(0.5) ? draw.axis(length) : axes;
    return { inputs: [x], args: [axis, draw.random.chance(0.5)] };
  });
}

/** A float tensor with at least one axis. */
export function floats(draw: Draw): Value {
  return draw.value(({ dtype, shape }) => dtype === 'float32' && shape.length > 0) ?? draw.float(2);
}

function broadcasts(a: readonly number[], b: readonly number[]): boolean {
  const rank = Math.min(a.length, b.length);
  for (let i = 1; i <= rank; i++) if (a.at(-i) !== b.at(-i) && a.at(-i) !== 1 && b.at(-i) !== 1) return false;
  return true;
}
