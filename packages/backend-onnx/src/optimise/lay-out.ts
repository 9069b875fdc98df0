import type { Graph } from '../graph/graph.js';
import { type Node, sizeOf, unshaped } from '../graph/node.js';
import { type Program, usersOf } from '../graph/program.js';
import { rewrite } from '../graph/rewrite.js';
import { isElementwise, isFull, isShapeless, shapelessGroups } from './operators.js';
import { single } from './simplify.js';

/**
 * Gives elementwise operators the shapes that their neighbours have, so that fewer reshapes are between them, and never
 * one that ends in axes of length 1: ONNX Runtime broadcasts a number over `[32, 28, 28, 1]` element by element, which
 * takes twenty times as long as over `[32, 784]`.
 */
export function layOut(program: Program): Program {
  const shapes = chosenShapes(program);
  return rewrite(program, (g, node, inputs) => {
    const shape = shapes.get(node);
    if (shape !== undefined) {
      const operands = inputs.map((input) =>
        isFull(input, node) ? g.reshape(input, shape) : single(g, input, shape.length),
      );
      return g.reshape(g.op(node.op, operands, shape, node.dtype, node.attributes), node.shape);
    }
    if (node.op.startsWith('Reduce') && node.inputs.length === 2) return reduce(g, node, inputs);
    return isElementwise(node) ? broadcast(g, node, inputs) : g.copy(node, inputs);
  });
}

/** For each node that can have any shape, one that most of the values around its group have. */
function chosenShapes({ nodes }: Program): ReadonlyMap<Node, readonly number[]> {
  const users = usersOf(nodes);
  const chosen = new Map<Node, readonly number[]>();
  for (const group of shapelessGroups(nodes)) {
    const members = new Set(group);
    const votes = new Map<string, { shape: readonly number[]; count: number }>();
    const vote = (shape: readonly number[], weight: number): void => {
      const own = trimmed(shape);
      const entry = votes.get(`${own}`) ?? { shape: own, count: 0 };
      entry.count += weight;
      votes.set(`${own}`, entry);
    };
    const around = new Set<Node>();
    for (const node of group) {
      for (const operand of node.inputs) {
        if (isFull(operand, node) && !members.has(unshaped(operand))) around.add(unshaped(operand));
      }
      for (const user of users.get(node) ?? []) {
        if (user.op === 'Reshape') {
          if ((users.get(user) ?? []).some((next) => !members.has(next))) vote(user.shape, 1);
        } else if (!members.has(user)) vote(node.shape, 1);
      }
    }
    // Inputs of the graph take any shape; they decide only where nothing else does.
    for (const { inputs, shape } of around) vote(shape, inputs.length === 0 ? 1e-3 : 1);
    if (votes.size === 0) vote(group[0]!.shape, 1);
    const best = [...votes.values()].reduce((a, b) => (b.count > a.count ? b : a));
    for (const node of group) chosen.set(node, best.shape);
  }
  return chosen;
}

/** A shape without the axes of length 1 at its end. */
function trimmed(shape: readonly number[]): readonly number[] {
  let rank = shape.length;
  while (rank > 1 && shape[rank - 1] === 1) rank--;
  return shape.slice(0, rank);
}

/** An operator with operands that are repeated along some axes; those of length 1 at the end are dropped. */
function broadcast(g: Graph, node: Node, inputs: readonly Node[]): Node {
  const shape = trimmed(node.shape);
  const dropped = node.shape.length - shape.length;
  if (dropped === 0 || isShapeless(node) || sizeOf(shape) <= 1) return g.copy(node, inputs);
  const operands = inputs.map((input) =>
    input.shape.length === 0 ? input : g.reshape(input, input.shape.slice(0, -dropped)),
  );
  return g.reshape(g.op(node.op, operands, shape, node.dtype, node.attributes), node.shape);
}

/** A reduction of what is under a reshape, where the reduced axes are axes there too. */
function reduce(g: Graph, node: Node, [x, axes]: readonly Node[]): Node {
  const source = unshaped(x!);
  const reduced = new Set([...axes!.values!()].map(Number));
  const found = source === x ? undefined : axesIn(source.shape, x!.shape, reduced);
  if (found === undefined) return g.copy(node, [x!, axes!]);
  const shape = source.shape.filter((_, axis) => !found.includes(axis));
  const result = g.op(node.op, [source, g.ints(found)], shape, node.dtype, { keepdims: 0 });
  return g.reshape(result, node.shape);
}

/** The axes of a source that hold the elements of some axes of its reshaped form, if there are such. */
function axesIn(
  source: readonly number[],
  shape: readonly number[],
  reduced: ReadonlySet<number>,
): number[] | undefined {
  const runs: { size: number; reduced: boolean }[] = [];
  for (const [axis, length] of shape.entries()) {
    if (length === 1) continue;
    const last = runs.at(-1);
    if (last?.reduced === reduced.has(axis)) last.size *= length;
    else runs.push({ size: length, reduced: reduced.has(axis) });
  }
  const found: number[] = [];
  let axis = 0;
  for (const run of runs) {
    let size = 1;
    for (; axis < source.length && (size < run.size || source[axis] === 1); axis++) {
      if (source[axis] === 1) continue;
      size *= source[axis]!;
      if (run.reduced) found.push(axis);
    }
    if (size !== run.size) return undefined;
  }
  return found.length > 0 ? found : undefined;
}
