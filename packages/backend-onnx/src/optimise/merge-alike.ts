import { Graph } from '../graph/graph.js';
import { type Node, sizeOf, unshaped } from '../graph/node.js';
import { type Program, usersOf } from '../graph/program.js';
import { programOf } from '../graph/rewrite.js';
import { isFull, shapelessGroups } from './operators.js';

/** Elements up to which the node of an operator costs more than moving its elements, which the merger does. */
const SMALL = 2 ** 12;

/** A group of elementwise operators whose results only leave the graph, and what it reads. */
interface Candidate {
  readonly nodes: readonly Node[];
  /** Operands from outside that have as many elements as the results. */
  readonly reads: readonly Node[];
  /** Equal for groups that compute the same of other tensors. */
  readonly kind: string;
}

/**
 * Computes the same of many small tensors as one: their elements are put one behind the other, and the results are cut
 * apart. An optimiser's update, a dozen operators for every bias and every small weight, is then a dozen in all. Every
 * element is computed as before.
 */
export function mergeAlike(program: Program): Program {
  const byKind = new Map<string, Candidate[]>();
  for (const candidate of candidates(program)) {
    const same = byKind.get(candidate.kind);
    if (same === undefined) byKind.set(candidate.kind, [candidate]);
    else same.push(candidate);
  }
  const merged = [...byKind.values()].filter((same) => same.length > 1);
  if (merged.length === 0) return program;
  const members = new Set(merged.flatMap((same) => same.flatMap(({ nodes }) => nodes)));
  const g = new Graph();
  const image = new Map<Node, Node>();
  const imageOf = (node: Node): Node => image.get(node)!;
  const outputs = new Set(program.outputs);
  for (const node of program.nodes) {
    // Reshapes between members go with them.
    if (members.has(node) || (node.op === 'Reshape' && members.has(node.inputs[0]!))) continue;
    image.set(node, g.copy(node, node.inputs.map(imageOf)));
  }
  for (const same of merged) mergeGroups(g, same, image, outputs);
  return programOf(g, program.feeds.map(imageOf), program.outputs.map(imageOf));
}

function candidates({ nodes, outputs }: Program): Candidate[] {
  const users = usersOf(nodes);
  const given = new Set(outputs);
  const found: Candidate[] = [];
  for (const group of shapelessGroups(nodes)) {
    if (sizeOf(group[0]!.shape) > SMALL) continue;
    const members = new Set(group);
    const leadsOut = (node: Node): boolean =>
      (users.get(node) ?? []).some((user) => (user.op === 'Reshape' ? leadsOut(user) : !members.has(user)));
    if (group.some(leadsOut)) continue;
    const reads: Node[] = [];
    const position = new Map(group.map((node, i) => [node, i]));
    const describe = (operand: Node, node: Node): string => {
      if (!isFull(operand, node)) return `one ${operand.id}`;
      const source = unshaped(operand);
      const at = position.get(source);
      if (at !== undefined) return `node ${at}`;
      let index = reads.indexOf(source);
      if (index < 0) index = reads.push(source) - 1;
      return `read ${index} ${source.dtype}`;
    };
    const kind = group
      .map((node) => `${node.signature} ${node.inputs.map((operand) => describe(operand, node))} ${given.has(node)}`)
      .join(';');
    found.push({ nodes: group, reads, kind });
  }
  return found;
}

/** Computes groups of one kind together, and enters what becomes of their results. */
function mergeGroups(g: Graph, same: readonly Candidate[], image: Map<Node, Node>, outputs: ReadonlySet<Node>): void {
  const [first] = same;
  const sizes = same.map(({ nodes }) => sizeOf(nodes[0]!.shape));
  const shape = [sizes.reduce((sum, size) => sum + size, 0)];
  const joined = first!.reads.map(({ dtype }, i) => {
    const parts = same.map(({ reads }, k) => g.reshape(image.get(reads[i]!)!, [sizes[k]!]));
    return g.op('Concat', parts, shape, dtype, { axis: 0 });
  });
  const results: Node[] = [];
  const positions = new Map(first!.nodes.map((node, i) => [node, i]));
  for (const [i, node] of first!.nodes.entries()) {
    const operands = node.inputs.map((operand) => {
      if (!isFull(operand, node)) return image.get(operand)!;
      const source = unshaped(operand);
      return results[positions.get(source)!] ?? joined[first!.reads.indexOf(source)]!;
    });
    results.push(g.op(node.op, operands, shape, node.dtype, node.attributes));
    if (!outputs.has(node)) continue;
    const lengths = g.ints(sizes);
    for (const [k, { nodes }] of same.entries()) {
      const member = nodes[i]!;
      const part = g.op(`Split#${k}`, [results[i]!, lengths], [sizes[k]!], node.dtype, { axis: 0 });
      image.set(member, g.reshape(part, member.shape));
    }
  }
}
