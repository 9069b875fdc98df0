import { type Node, sizeOf, unshaped } from '../graph/node.js';

/** Operators that compute every element of the result from the elements at its place, with broadcasting. */
const ELEMENTWISE: ReadonlySet<string> = new Set([
  ...['Abs', 'Cast', 'Ceil', 'Clip', 'Cos', 'Elu', 'Erf', 'Exp', 'Floor', 'HardSigmoid', 'IsInf', 'IsNaN', 'LeakyRelu'],
  ...['Log', 'Neg', 'Not', 'Reciprocal', 'Relu', 'Round', 'Sign', 'Sin', 'Sqrt', 'Tanh'],
  ...['Add', 'And', 'Div', 'Equal', 'Greater', 'GreaterOrEqual', 'Less', 'LessOrEqual', 'Max', 'Min', 'Mod', 'Mul'],
  ...['Or', 'Pow', 'Sub', 'Where', 'Xor'],
]);

/** Whether a node computes its elements one by one. */
export function isElementwise(node: Node): boolean {
  return ELEMENTWISE.has(node.op);
}

/** Whether an operand has as many elements as the result, so that nothing is repeated. */
export function isFull(operand: Node, node: Node): boolean {
  return sizeOf(operand.shape) === sizeOf(node.shape);
}

/** Whether an operand is one number for all elements. */
export function isSingle(operand: Node): boolean {
  return sizeOf(operand.shape) === 1;
}

/**
 * Whether a node computes more than one element, each from one element or the same number: its operands can take any
 * shape of that many elements, as long as all take the same. A rectifier stays behind its product, which it becomes part
 * of.
 */
export function isShapeless(node: Node): boolean {
  if (!isElementwise(node) || sizeOf(node.shape) <= 1) return false;
  if (node.op === 'Relu' && node.inputs[0]!.op === 'Gemm') return false;
  return node.inputs.every((operand) => isFull(operand, node) || isSingle(operand));
}

/** Connected nodes that are computed element by element, as numbers of their groups. */
export function shapelessGroups(nodes: readonly Node[]): Node[][] {
  const group = new Map<Node, Node[]>();
  for (const node of nodes) {
    if (!isShapeless(node)) continue;
    let own: Node[] = [];
    for (const operand of node.inputs) {
      const other = isFull(operand, node) ? group.get(unshaped(operand)) : undefined;
      if (other === undefined || other === own) continue;
      const [small, large] = other.length < own.length ? [other, own] : [own, other];
      for (const member of small) {
        large.push(member);
        group.set(member, large);
      }
      own = large;
    }
    own.push(node);
    group.set(node, own);
  }
  return [...new Set(group.values())].map((members) => members.sort((a, b) => a.id - b.id));
}
