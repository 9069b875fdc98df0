import { Graph } from './graph.js';
import { type Node, unshaped } from './node.js';
import { type Program, reachable } from './program.js';

/** Form of a node in another graph: the same elements in the same order under the same shape. */
export type Rule = (g: Graph, node: Node, inputs: readonly Node[]) => Node;

/** A program with every node rewritten by a rule, inputs first; nodes that come out equal become one. */
export function rewrite(program: Program, rule: Rule): Program {
  const g = new Graph();
  const image = new Map<Node, Node>();
  const imageOf = (node: Node): Node => image.get(node)!;
  for (const node of program.nodes) image.set(node, rule(g, node, node.inputs.map(imageOf)));
  return programOf(g, program.feeds.map(imageOf), program.outputs.map(imageOf));
}

/**
 * The program that computes some nodes.
 * @param feeds All inputs, also those that nothing reads any more.
 * @param results In their order; a shape on top of one is left out, since only its elements count.
 */
export function programOf(g: Graph, feeds: readonly Node[], results: readonly Node[]): Program {
  const taken = new Set<Node>();
  const outputs = results.map((result) => {
    let node = unshaped(result);
    // ONNX has one name for a value: what is an input, a constant or another result too gets a second one.
    if (taken.has(node) || node.inputs.length === 0) node = g.distinct('Identity', [node], node.shape, node.dtype);
    taken.add(node);
    return node;
  });
  return { nodes: reachable([...feeds, ...outputs]), feeds, outputs };
}
