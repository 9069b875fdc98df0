// mmJSD on MNIST-SVHN-Text: layers of Tables 10-12 of Sutter et al. 2020, one shared latent of 20.
import tf from '@tensorflow/tfjs';
import { dynamicPriorDivergence, mixtureSample } from './divergence.js';
import { oneHot, scaled } from './images.js';
import { createLayers } from './layers.js';
import { categorical, laplace } from './likelihood.js';

const LATENT = 20;
const BETA = 5;
const LENGTH = 8;
const CHARACTERS = 71;
const WEIGHTS = { mnist: 3072 / 784, svhn: 1, text: 3072 / LENGTH };

/** Parameters, what a step takes (`draw`) and its loss. */
export function createDigits(batch, random) {
  const { parameters, linear, conv, transposed } = createLayers(random);
  const through = (layers, x) => layers.reduce((y, layer) => tf.relu(layer(y)), x);

  const encoder = (features, layers) => {
    const [loc, logVar] = [linear(features, LATENT), linear(features, LATENT)];
    return (x) => {
      const h = tf.reshape(through(layers, x), [batch, features]);
      return [loc(h), logVar(h)];
    };
  };
  const encoders = {
    mnist: encoder(400, [linear(784, 400)]),
    svhn: encoder(128, [
      conv(2, 3, 32, [4, 2, 1]),
      conv(2, 32, 64, [4, 2, 1]),
      conv(2, 64, 64, [4, 2, 1]),
      conv(2, 64, 128, [4, 2, 0]),
    ]),
    text: encoder(128, [
      conv(1, CHARACTERS, 128, [1, 1, 0]),
      conv(1, 128, 128, [4, 2, 1]),
      conv(1, 128, 128, [4, 2, 0]),
    ]),
  };
  const mnist = [linear(LATENT, 400), linear(400, 784)];
  const svhn = [
    linear(LATENT, 128),
    transposed(2, 128, 64, [4, 2, 0]),
    transposed(2, 64, 64, [4, 2, 1]),
    transposed(2, 64, 32, [4, 2, 1]),
    transposed(2, 32, 3, [4, 2, 1]),
  ];
  const text = [
    linear(LATENT, 128),
    transposed(1, 128, 128, [4, 1, 0]),
    transposed(1, 128, 128, [4, 2, 1]),
    conv(1, 128, CHARACTERS, [1, 1, 0]),
  ];
  const column = (h) => tf.reshape(h, [batch, 1, 1, 128]);
  const logLikelihoods = {
    mnist: (x, z) => laplace(x, tf.sigmoid(mnist[1](tf.relu(mnist[0](z))))),
    svhn: (x, z) => laplace(x, svhn[4](through(svhn.slice(1, 4), column(tf.relu(svhn[0](z)))))),
    text: (x, z) => categorical(x, text[3](through(text.slice(1, 3), column(text[0](z))))),
  };

  const pixels = { mnist: random.bytes(batch * 784), svhn: random.bytes(batch * 3072) };
  const characters = random.bytes(batch * LENGTH, CHARACTERS);
  const names = Object.keys(encoders);
  return {
    parameters,
    rate: 1e-3,
    draw: () => ({
      mnist: { values: scaled(pixels.mnist), shape: [batch, 784] },
      svhn: { values: scaled(pixels.svhn), shape: [batch, 32, 32, 3] },
      text: { values: oneHot(characters, CHARACTERS), shape: [batch, 1, LENGTH, CHARACTERS] },
      choice: { values: Int32Array.from(random.bytes(batch, names.length)), shape: [batch, 1] },
      noise: { values: random.normals(batch * LATENT), shape: [batch, LATENT] },
    }),
    loss: (inputs) => {
      const experts = names.map((name) => encoders[name](inputs[name]));
      const z = mixtureSample(experts, inputs.choice, inputs.noise);
      const terms = names.map((name) => tf.mul(-WEIGHTS[name], tf.mean(logLikelihoods[name](inputs[name], z))));
      return tf.add(tf.addN(terms), tf.mul(BETA, tf.mean(dynamicPriorDivergence(experts))));
    },
  };
}
