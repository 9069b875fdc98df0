import * as tf from '@tensorflow/tfjs';
import { listOf, type Node, type Recorders } from './kernel.js';

/** Lengths of the axes that the output subscripts name. */
function outputShape(equation: string, operands: readonly Node[]): number[] {
  const [terms, output] = equation.split('->') as [string, string];
  const lengths = new Map<string, number>();
  for (const [i, term] of terms.split(',').entries()) {
    for (const [axis, label] of [...term].entries()) lengths.set(label, operands[i]!.shape[axis]!);
  }
  return [...output].map((label) => lengths.get(label)!);
}

/** Sums of products in Einstein's notation. */
export const einsums: Recorders = {
  Einsum: (g, inputs, attributes) => {
    const operands = listOf(inputs);
    const equation = (attributes.equation as string).replace(/\s/g, '');
    if (operands.some((operand) => operand.dtype !== 'float32') || !/^[a-zA-Z,]+->[a-zA-Z]*$/.test(equation)) {
      return undefined;
    }
    const { allDims, idDims } = tf.backend_util.decodeEinsumEquation(equation, operands.length);
    tf.backend_util.checkEinsumDimSizes(allDims.length, idDims, operands as unknown as tf.Tensor[]);
    return g.op('Einsum', operands, outputShape(equation, operands), 'float32', { equation });
  },
};
