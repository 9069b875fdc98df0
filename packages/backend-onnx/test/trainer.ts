import * as tf from '@tensorflow/tfjs';
import { numbers, tensor } from './compare.js';

/** A small network with its own gradient descent; a step returns the loss. */
export function trainer(width: number): { step(): Promise<number>; dispose(): void; variables: tf.Variable[] } {
  const variables = [
    tf.variable(tensor([3, 3, 2, width], 1)),
    tf.variable(tf.zeros([width])),
    tf.variable(tensor([width * 16, 3], 2)),
  ];
  const [filter, bias, weights] = variables as [tf.Variable<tf.Rank.R4>, tf.Variable, tf.Variable];
  let count = 0;
  const step = async (): Promise<number> => {
    count++;
    const loss = tf.tidy(() => {
      const x = tf.tensor4d(numbers([4, 8, 8, 2], count), [4, 8, 8, 2]);
      const { value, grads } = tf.variableGrads(() => {
        const h = tf.relu(tf.add(tf.conv2d(x, filter, 2, 'same'), bias));
        return tf.neg(tf.mean(tf.logSoftmax(tf.matMul(tf.reshape(h, [4, -1]), weights))));
      }, variables);
      const rate = tf.scalar(0.1 / count);
      for (const variable of variables) variable.assign(tf.sub(variable, tf.mul(grads[variable.name]!, rate)));
      return value;
    });
    const [number] = await loss.data();
    loss.dispose();
    return number!;
  };
  return { step, variables, dispose: () => tf.dispose(variables) };
}
