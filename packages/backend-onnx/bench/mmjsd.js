// The mmJSD training step on MNIST-SVHN-Text, written out in TensorFlow.js' own operations: what this backend is measured
// by, with no other package. Layers of Tables 10-12 of Sutter et al. 2020, one shared latent of 20, Adam.
import tf from '@tensorflow/tfjs';

const LATENT = 20;
const SCALE = 0.75;
const BETA = 5;
const WEIGHTS = { mnist: 3072 / 784, svhn: 1, text: 3072 / 8 };

/** A seeded generator; the numbers only have to be the same on every run. */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
}

/**
 * Everything a step needs: variables, data in memory, and `step()`, which resolves to the loss.
 * @param compile What makes the update fast, if anything: `jit` of this package.
 */
export function createStep(batch, seed = 1, compile = (update) => update) {
  const random = generator(seed);
  const variables = [];

  const parameter = (shape, fanIn) => {
    const bound = 1 / Math.sqrt(fanIn);
    const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => (2 * random() - 1) * bound);
    const variable = tf.variable(tf.tensor(values, shape));
    variables.push(variable);
    return variable;
  };
  const linear = (i, o) => {
    const [w, b] = [parameter([i, o], i), parameter([o], i)];
    return (x) => tf.add(tf.matMul(x, w), b);
  };
  const conv = (i, o, k, s, p) => {
    const [w, b] = [parameter([k, k, i, o], i * k * k), parameter([o], i * k * k)];
    return (x) => tf.add(tf.conv2d(x, w, s, p, 'NHWC', 1, 'floor'), b);
  };
  const conv1 = (i, o, k, s, p) => {
    const [w, b] = [parameter([1, k, i, o], i * k), parameter([o], i * k)];
    const padding = [
      [0, 0],
      [0, 0],
      [p, p],
      [0, 0],
    ];
    return (x) => tf.add(tf.conv2d(x, w, [1, s], padding, 'NHWC', 1, 'floor'), b);
  };
  const transposed = (i, o, k, s, p) => {
    const [w, b] = [parameter([k, k, o, i], o * k * k), parameter([o], o * k * k)];
    return (x) => {
      const size = (x.shape[1] - 1) * s - 2 * p + k;
      return tf.add(tf.conv2dTranspose(x, w, [x.shape[0], size, size, o], s, p, 'floor'), b);
    };
  };
  const transposed1 = (i, o, k, s, p) => {
    const [w, b] = [parameter([1, k, o, i], o * k), parameter([o], o * k)];
    const padding = [
      [0, 0],
      [0, 0],
      [p, p],
      [0, 0],
    ];
    return (x) => {
      const size = (x.shape[2] - 1) * s - 2 * p + k;
      return tf.add(tf.conv2dTranspose(x, w, [x.shape[0], 1, size, o], [1, s], padding, 'floor'), b);
    };
  };
  const encoder = (features, ...layers) => {
    const [loc, logVar] = [linear(features, LATENT), linear(features, LATENT)];
    return (x) => {
      const h = tf.reshape(
        layers.reduce((y, layer) => tf.relu(layer(y)), x),
        [x.shape[0], features],
      );
      return [loc(h), logVar(h)];
    };
  };

  const encoders = {
    mnist: encoder(400, linear(784, 400)),
    svhn: encoder(128, conv(3, 32, 4, 2, 1), conv(32, 64, 4, 2, 1), conv(64, 64, 4, 2, 1), conv(64, 128, 4, 2, 0)),
    text: encoder(128, conv1(71, 128, 1, 1, 0), conv1(128, 128, 4, 2, 1), conv1(128, 128, 4, 2, 0)),
  };
  const mnist = [linear(LATENT, 400), linear(400, 784)];
  const svhn = [
    linear(LATENT, 128),
    transposed(128, 64, 4, 2, 0),
    transposed(64, 64, 4, 2, 1),
    transposed(64, 32, 4, 2, 1),
  ];
  const svhnLast = transposed(32, 3, 4, 2, 1);
  const text = [transposed1(128, 128, 4, 1, 0), transposed1(128, 128, 4, 2, 1)];
  const textFirst = linear(LATENT, 128);
  const textLast = conv1(128, 71, 1, 1, 0);
  const decoders = {
    mnist: (z) => tf.sigmoid(mnist[1](tf.relu(mnist[0](z)))),
    svhn: (z) => {
      const first = tf.reshape(tf.relu(svhn[0](z)), [z.shape[0], 1, 1, 128]);
      return svhnLast(svhn.slice(1).reduce((y, layer) => tf.relu(layer(y)), first));
    },
    text: (z) => {
      const h = text.reduce((y, layer) => tf.relu(layer(y)), tf.reshape(textFirst(z), [z.shape[0], 1, 1, 128]));
      return tf.logSoftmax(textLast(h), -1);
    },
  };

  const kl = (m0, l0, m1, l1) =>
    tf.mul(
      0.5,
      tf.sum(
        tf.sub(
          tf.add(tf.add(tf.exp(tf.sub(l0, l1)), tf.div(tf.square(tf.sub(m1, m0)), tf.exp(l1))), tf.sub(l1, l0)),
          1,
        ),
        -1,
      ),
    );
  const logLikelihood = (name, x, out) =>
    name === 'text'
      ? tf.sum(tf.mul(x, out), [1, 2, 3])
      : tf.sum(tf.reshape(tf.sub(tf.div(tf.neg(tf.abs(tf.sub(x, out))), SCALE), Math.log(2 * SCALE)), [batch, -1]), 1);

  const pixels = {
    mnist: Uint8Array.from({ length: batch * 784 }, () => random() * 256),
    svhn: Uint8Array.from({ length: batch * 3072 }, () => random() * 256),
  };
  const characters = Uint8Array.from({ length: batch * 8 }, () => random() * 71);
  const normals = (n) =>
    Float32Array.from({ length: n }, () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random()));

  const scaled = (bytes) => {
    const values = new Float32Array(bytes.length);
    for (let i = 0; i < bytes.length; i++) values[i] = bytes[i] / 255;
    return values;
  };
  const data = () => {
    const oneHot = new Float32Array(batch * 8 * 71);
    for (let i = 0; i < characters.length; i++) oneHot[i * 71 + characters[i]] = 1;
    return {
      mnist: tf.tensor(scaled(pixels.mnist), [batch, 784]),
      svhn: tf.tensor(scaled(pixels.svhn), [batch, 32, 32, 3]),
      text: tf.tensor(oneHot, [batch, 1, 8, 71]),
    };
  };

  const loss = (x, noise, choice) => {
    const names = Object.keys(encoders);
    const experts = names.map((name) => encoders[name](x[name]));
    const zero = tf.zeros([batch, LATENT]);
    let [loc, logVar] = experts[0];
    for (let i = 1; i < experts.length; i++) {
      const chosen = tf.equal(choice, tf.scalar(i, 'int32'));
      loc = tf.where(chosen, experts[i][0], loc);
      logVar = tf.where(chosen, experts[i][1], logVar);
    }
    const z = tf.add(loc, tf.mul(noise, tf.exp(tf.mul(0.5, logVar))));
    const terms = names.map((name) => tf.mul(-WEIGHTS[name], tf.mean(logLikelihood(name, x[name], decoders[name](z)))));
    const all = [...experts, [zero, zero]];
    const precisions = all.map(([, l]) => tf.exp(tf.neg(l)));
    const precision = tf.div(tf.addN(precisions), all.length);
    const jointLoc = tf.div(tf.div(tf.addN(all.map(([m], i) => tf.mul(precisions[i], m))), all.length), precision);
    const jointLogVar = tf.neg(tf.log(precision));
    const divergence = tf.div(tf.addN(all.map(([m, l]) => kl(m, l, jointLoc, jointLogVar))), all.length);
    return tf.add(tf.addN(terms), tf.mul(BETA, tf.mean(divergence)));
  };

  let moments = variables.map((v) => [0, 0].map(() => tf.tensor(new Float32Array(v.size), v.shape)));
  let count = 0;

  /** Loss and updates, of tensors alone: what changes from step to step comes in as an argument. */
  const update = (x, choice, noise, scale, offset, before) => {
    const { value, grads } = tf.variableGrads(() => loss(x, noise, choice), variables);
    const [decay1, decay2] = [tf.scalar(0.9), tf.scalar(0.999)];
    const next = variables.map((v, i) => {
      const gradient = grads[v.name];
      const first = tf.add(tf.mul(before[i][0], decay1), gradient);
      const second = tf.add(tf.mul(before[i][1], decay2), tf.square(gradient));
      v.assign(tf.sub(v, tf.mul(tf.div(first, tf.add(tf.sqrt(second), offset)), scale)));
      return [first, second];
    });
    return { value, next };
  };
  const run = compile(update);

  /** One step on new data: nothing is read before everything is recorded. */
  const advance = () => {
    const x = data();
    const choice = tf.tensor(
      Int32Array.from({ length: batch }, () => random() * 3),
      [batch, 1],
    );
    const noise = tf.tensor(normals(batch * LATENT), [batch, LATENT]);
    count++;
    const s = Math.sqrt(0.001 / (1 - 0.999 ** count));
    const scale = tf.scalar((0.001 * 0.1) / (1 - 0.9 ** count) / s);
    return run(x, choice, noise, scale, tf.scalar(1e-8 / s), moments);
  };

  const step = async () => {
    const { value, next } = tf.tidy(advance);
    tf.dispose(moments);
    moments = next;
    const [number] = await value.data();
    value.dispose();
    return number;
  };

  return { step, variables };
}
