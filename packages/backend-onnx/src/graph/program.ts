import type { Node } from './node.js';

/** A graph ready to be compiled: nodes in execution order, inputs and outputs among them. */
export interface Program {
  readonly nodes: readonly Node[];
  readonly feeds: readonly Node[];
  readonly outputs: readonly Node[];
}

/** A program with the key of its structure: operators, attributes, types, shapes and wiring; never data. */
export interface KeyedProgram extends Program {
  readonly key: string;
}

/** Collects what `outputs` need, in recording order (inputs before users), and describes its structure. */
export function planProgram(outputs: readonly Node[]): KeyedProgram {
  const seen = new Set<Node>(outputs);
  // A set visits what is added during iteration, so this walks everything reachable.
  for (const node of seen) for (const input of node.inputs) seen.add(input);
  const nodes = [...seen].sort((a, b) => a.id - b.id);
  const position = new Map<Node, number>();
  const feeds: Node[] = [];
  let key = '';
  for (const node of nodes) {
    position.set(node, position.size);
    if (node.op === 'Feed') feeds.push(node);
    key += `${node.signature}`;
    for (const input of node.inputs) key += `,${position.get(input)}`;
    key += ';';
  }
  const ordered = [...outputs].sort((a, b) => a.id - b.id);
  for (const node of ordered) key += `>${position.get(node)}`;
  return { nodes, feeds, outputs: ordered, key };
}
