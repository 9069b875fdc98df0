import type { Graph } from '../graph/graph.js';
import type { Node } from '../graph/node.js';

/** Inputs of a kernel by name (for variadic kernels, by position). Optional ones may be missing. */
export type NodeInputs = Readonly<Record<string, Node>>;

/** Attributes of a kernel call, as tfjs-core passes them. */
export type KernelAttributes = Readonly<Record<string, unknown>>;

/**
 * Records a kernel call in the graph. `undefined` means that ONNX has no form for these types or attributes; the call
 * then falls back.
 */
export type Recorder = (
  g: Graph,
  inputs: NodeInputs,
  attributes: KernelAttributes,
) => Node | readonly Node[] | undefined;

/** Native kernels by TensorFlow.js kernel name. */
export type Recorders = Readonly<Record<string, Recorder>>;

/**
 * Shape of two shapes broadcast against each other.
 * @throws {Error} if two lengths of an axis differ and neither is 1.
 */
export function broadcastShape(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  const shape: number[] = [];
  for (let i = 0; i < rank; i++) {
    const x = a[a.length - rank + i] ?? 1;
    const y = b[b.length - rank + i] ?? 1;
    if (x !== y && x !== 1 && y !== 1) {
      throw new Error(`Operands could not be broadcast together with shapes [${a}] and [${b}].`);
    }
    shape.push(x === 1 ? y : x);
  }
  return shape;
}

/**
 * Axes as tfjs-core passes them (one, several, negative, or none for all), as non-negative numbers.
 * @throws {Error} if one is no integer or not below the rank.
 */
export function axesOf(axis: unknown, rank: number): number[] {
  if (axis === undefined || axis === null) return Array.from({ length: rank }, (_, i) => i);
  const list = Array.isArray(axis) ? (axis as number[]) : [axis as number];
  return list.map((value) => {
    if (!Number.isInteger(value) || value < -rank || value >= rank) {
      throw new Error(
        `axis: expected whole numbers in [-${rank}, ${rank}) for a tensor of rank ${rank}, found ${axis}.`,
      );
    }
    return value < 0 ? value + rank : value;
  });
}

/** All inputs of a variadic kernel. */
export function listOf(inputs: NodeInputs): Node[] {
  return Object.values(inputs);
}

export type { Graph, Node };
