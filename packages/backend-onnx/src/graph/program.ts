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

/** Everything that some nodes need, and they themselves, in recording order: inputs before users. */
export function reachable(outputs: readonly Node[]): Node[] {
  const seen = new Set<Node>(outputs);
  // A set visits what is added during iteration, so this walks everything reachable.
  for (const node of seen) for (const input of node.inputs) seen.add(input);
  return [...seen].sort((a, b) => a.id - b.id);
}

/** The nodes that read each node, one entry for every time. */
export function usersOf(nodes: readonly Node[]): ReadonlyMap<Node, readonly Node[]> {
  const users = new Map<Node, Node[]>();
  for (const node of nodes) {
    for (const input of node.inputs) {
      const known = users.get(input);
      if (known === undefined) users.set(input, [node]);
      else known.push(node);
    }
  }
  return users;
}

/** Collects what `outputs` need, and describes its structure. */
export function planProgram(outputs: readonly Node[]): KeyedProgram {
  const nodes = reachable(outputs);
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
