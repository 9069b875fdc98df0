// mmJSD on CelebA's images and texts: the residual networks of Tables 18 and 19 of Sutter et al. 2020, as the authors'
// code has them where it differs from the tables; shared and private latents of 32 each.
import tf from '@tensorflow/tfjs';
import { dynamicPriorDivergence, kl, mixtureSample, normalSample } from './divergence.js';
import { oneHot, scaled } from './images.js';
import { createLayers } from './layers.js';
import { categorical, laplace } from './likelihood.js';
import { createResidualBlock } from './residual-block.js';

const LATENT = 32;
const BETA = 5;
const SIZE = 64;
const LENGTH = 256;
const CHARACTERS = 71;
const WEIGHTS = { image: 1, text: (3 * SIZE * SIZE) / LENGTH };
const HALVE = [4, 2, 1];
const CLOSE = [4, 2, 0];
const OPEN = [4, 1, 0];

/** Channels before and after each residual block. */
const NETWORKS = {
  image: { dimensions: 2, encoder: [128, 256, 384, 512, 640], decoder: [640, 512, 384, 256, 128] },
  text: { dimensions: 1, encoder: [128, 256, 384, 512, 640, 640, 640], decoder: [640, 640, 640, 512, 384, 256, 128] },
};

/** Parameters, what a step takes (`draw`) and its loss. */
export function createCelebA(batch, random) {
  const layers = createLayers(random);
  const { conv, transposed, linear, parameters } = layers;
  const masks = [];

  const encoder = (name, first) => {
    const { dimensions, encoder: channels } = NETWORKS[name];
    const start = first();
    let size = name === 'image' ? SIZE / 2 : LENGTH / 2;
    const blocks = channels.slice(1).map((o, i) => {
      const last = i === channels.length - 2;
      const options = { dimensions, inputs: channels[i], outputs: o, spec: last ? CLOSE : HALVE, size, batch };
      size = last ? 1 : size / 2;
      return createResidualBlock(layers, masks, { ...options, after: size });
    });
    const heads = Array.from({ length: 4 }, () => linear(640, LATENT));
    return (x, inputs) => {
      const features = blocks.reduce((y, block) => block(y, inputs), start(x));
      const outputs = heads.map((head) => head(tf.reshape(features, [batch, 640])));
      return { own: outputs.slice(0, 2), shared: outputs.slice(2) };
    };
  };
  const decoder = (name, last) => {
    const { dimensions, decoder: channels } = NETWORKS[name];
    const first = linear(2 * LATENT, 640);
    let size = 1;
    const blocks = channels.slice(1).map((o, i) => {
      const options = { dimensions, inputs: channels[i], outputs: o, spec: i === 0 ? OPEN : HALVE, size, batch };
      size = i === 0 ? 4 : size * 2;
      return createResidualBlock(layers, masks, { ...options, after: size, transposed: true });
    });
    const end = last();
    return (own, shared, inputs) => {
      const start = tf.reshape(first(tf.concat([own, shared], 1)), [batch, 1, 1, 640]);
      return end(blocks.reduce((y, block) => block(y, inputs), start));
    };
  };

  const encoders = {
    image: encoder('image', () => conv(2, 3, 128, [3, 2, 1], false)),
    text: encoder('text', () => conv(1, CHARACTERS, 128, HALVE)),
  };
  const decoders = {
    image: decoder('image', () => transposed(2, 128, 3, [3, 2, 1, 1])),
    text: decoder('text', () => transposed(1, 128, CHARACTERS, HALVE)),
  };
  const logLikelihoods = { image: laplace, text: categorical };

  const pixels = random.bytes(batch * SIZE * SIZE * 3);
  const characters = random.bytes(batch * LENGTH, CHARACTERS);
  const names = Object.keys(encoders);
  const noise = () => ({ values: random.normals(batch * LATENT), shape: [batch, LATENT] });
  return {
    parameters,
    // Ten times this makes the log variances overflow within a few steps on random data.
    rate: 1e-4,
    draw: () => ({
      image: { values: scaled(pixels), shape: [batch, SIZE, SIZE, 3] },
      text: { values: oneHot(characters, CHARACTERS), shape: [batch, 1, LENGTH, CHARACTERS] },
      choice: { values: Int32Array.from(random.bytes(batch, names.length)), shape: [batch, 1] },
      noise: noise(),
      noiseImage: noise(),
      noiseText: noise(),
      ...Object.fromEntries(
        masks.map((shape, i) => [`mask${i}`, { values: random.halves(tf.util.sizeFromShape(shape)), shape }]),
      ),
    }),
    loss: (inputs) => {
      const encoded = names.map((name) => encoders[name](inputs[name], inputs));
      const shared = encoded.map((e) => e.shared);
      const z = mixtureSample(shared, inputs.choice, inputs.noise);
      const noises = [inputs.noiseImage, inputs.noiseText];
      const zero = tf.zeros([batch, LATENT]);
      const terms = names.map((name, i) => {
        const [loc, logVar] = encoded[i].own;
        const output = decoders[name](normalSample(loc, logVar, noises[i]), z, inputs);
        const logLikelihood = tf.mul(WEIGHTS[name], tf.mean(logLikelihoods[name](inputs[name], output)));
        return tf.sub(tf.mul(BETA, tf.mean(kl(loc, logVar, zero, zero))), logLikelihood);
      });
      return tf.add(tf.addN(terms), tf.mul(BETA, tf.mean(dynamicPriorDivergence(shared))));
    },
  };
}
