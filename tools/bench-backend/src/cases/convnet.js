// A convolutional MNIST classifier as tfjs-layers has it: two convolutions, max pooling, dropout, two dense layers, and
// `trainOnBatch` with tfjs' own Adam.
import tf from '@tensorflow/tfjs';
import { oneHot, scaled } from './images.js';

const CLASSES = 10;
const FLAT = [12, 12, 64];
const DROPOUTS = [
  { rate: 0.25, shape: FLAT },
  { rate: 0.5, shape: [128] },
];

/** Parameters, what a step takes (`draw`), the dropout masks, which are the same in every step, and the step. */
export function createConvnet(batch, random) {
  const { layers } = tf;
  let seed = 0;
  const init = () => ({ kernelInitializer: tf.initializers.glorotUniform({ seed: ++seed }) });
  const model = tf.sequential({
    layers: [
      layers.conv2d({ inputShape: [28, 28, 1], filters: 32, kernelSize: 3, activation: 'relu', ...init() }),
      layers.conv2d({ filters: 64, kernelSize: 3, activation: 'relu', ...init() }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.dropout({ rate: DROPOUTS[0].rate, seed: 1 }),
      layers.flatten(),
      layers.dense({ units: 128, activation: 'relu', ...init() }),
      layers.dropout({ rate: DROPOUTS[1].rate, seed: 2 }),
      layers.dense({ units: CLASSES, activation: 'softmax', ...init() }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(1e-3, 0.9, 0.999, 1e-7), loss: 'categoricalCrossentropy' });
  const layouts = ['conv', 'vector', 'conv', 'vector', 'linear', 'vector', 'linear', 'vector'];
  const parameters = model.getWeights().map((variable, i) => ({ variable, layout: layouts[i] }));
  // PyTorch flattens channels first, so the rows of the matrix behind it are in another order.
  parameters[4].flattened = FLAT;

  const pixels = random.bytes(batch * 784);
  const labels = random.bytes(batch, CLASSES);
  return {
    parameters,
    draw: () => ({
      image: { values: scaled(pixels), shape: [batch, 28, 28, 1] },
      label: { values: oneHot(labels, CLASSES), shape: [batch, CLASSES] },
    }),
    masks: () =>
      DROPOUTS.map(({ rate, shape }, i) => {
        const all = [batch, ...shape];
        return { values: tf.tidy(() => tf.dropout(tf.ones(all), rate, null, i + 1).dataSync()), shape: all };
      }),
    step: async (drawn) => {
      const [x, y] = [drawn.image, drawn.label].map(({ values, shape }) => tf.tensor(values, shape));
      const loss = await model.trainOnBatch(x, y);
      tf.dispose([x, y]);
      return loss;
    },
  };
}
