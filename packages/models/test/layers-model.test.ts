import { createMultimodalVae, layersModelEncoder, mmvaeObjective, normal } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import { loadWeights, saveWeights } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { vectors } from './small-model.js';

const rng = Rng.fromSeed(1);

function encoder(outputs: number): tf.LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.dense({ inputShape: [4], units: 5, activation: 'relu' }),
      tf.layers.batchNormalization(),
      tf.layers.dense({ units: outputs }),
    ],
  });
}

function decoder(inputs: number): tf.LayersModel {
  return tf.sequential({ layers: [tf.layers.dense({ inputShape: [inputs], units: 4 })] });
}

test('tf.LayersModels serve as encoder and decoder beside our own networks', () => {
  const [own, other] = [encoder(2 * (3 + 2)), decoder(5)];
  const model = createMultimodalVae({
    modalities: { layers: { encoder: own, decoder: other, likelihood: normal() }, ours: vectors(3) },
    latent: { shared: 3, private: 2 },
    objective: mmvaeObjective(),
    rng,
  });
  expect(Object.keys(model.variables).filter((path) => path.includes('.layers.'))).toEqual([
    'encoders.layers.layer1.kernel',
    'encoders.layers.layer1.bias',
    'encoders.layers.layer2.gamma',
    'encoders.layers.layer2.beta',
    'encoders.layers.layer3.kernel',
    'encoders.layers.layer3.bias',
    'decoders.layers.layer1.kernel',
    'decoders.layers.layer1.bias',
  ]);
  expect(Object.keys(model.state)).toEqual([
    'encoders.layers.layer2.moving_mean',
    'encoders.layers.layer2.moving_variance',
  ]);
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const batch = { layers: tf.tensor2d(rng.normals(24), [6, 4]), ours: tf.tensor2d(rng.normals(18), [6, 3]) };
    const variables = Object.values(model.variables);
    const moving = model.state['encoders.layers.layer2.moving_mean']!;
    const start = [...moving.dataSync()];
    const context = { rng, training: true, step: 0, epoch: 0 };
    const { grads } = tf.variableGrads(() => model.loss(batch, context).loss, variables);
    // A bias in front of a batch norm has gradient zero; all other parameters move.
    for (const { name } of variables) expect(grads[name]!.dataSync().every(Number.isFinite)).toBe(true);
    expect(grads[model.variables['encoders.layers.layer1.kernel']!.name]!.dataSync().some((x) => x !== 0)).toBe(true);
    expect([...moving.dataSync()]).not.toEqual(start);
    expect(model.generateFrom({ ours: batch.ours }, ['layers'], { rng }).layers.shape).toEqual([6, 4]);
  });
  expect(tf.memory().numTensors).toBe(before);
  model.dispose();
});

test('several outputs are the heads', () => {
  const input = tf.input({ shape: [4] });
  const heads = [3, 3, 1, 1].map((units) => tf.layers.dense({ units }).apply(input) as tf.SymbolicTensor);
  const model = tf.model({ inputs: input, outputs: heads });
  const network = layersModelEncoder(model, { shared: 3, private: 1 });
  tf.tidy(() => {
    const { shared, private: own } = network.apply(tf.zeros([2, 4]), { training: false });
    expect(shared.loc.shape).toEqual([2, 3]);
    expect(own?.logVar.shape).toEqual([2, 1]);
    expect(() => network.apply(tf.zeros([2, 5]), { training: false })).toThrow(
      'expected shape [batch, 4], found [2, 5]',
    );
  });
  expect(() => layersModelEncoder(model, { shared: 3, private: 0 })).toThrow(
    /encoder outputs.*latent: { shared: 3 } has/,
  );
  expect(() => layersModelEncoder(model, { shared: 2, private: 1 })).toThrow(
    /encoder output 0 of the layers model.*latent: { shared: 2, private: 1 } has/,
  );
  network.dispose();
});

test('sizes that do not fit are refused when the model is built', () => {
  const make = (encoderUnits: number, decoderInputs: number): unknown =>
    createMultimodalVae({
      modalities: { x: { encoder: encoder(encoderUnits), decoder: decoder(decoderInputs), likelihood: normal() } },
      latent: { shared: 3 },
      objective: mmvaeObjective(),
      rng,
    });
  expect(() => make(5, 3)).toThrow(
    'encoder output of the layers model: expected shape [batch, 6], found [-1, 5]; latent: { shared: 3 } has a mean and a log variance',
  );
  expect(() => make(6, 4)).toThrow(
    'decoder input of the layers model: expected shape [batch, 3], found [-1, 4]; it takes latent: { shared: 3 } side by side',
  );
});

test.each<[string, () => tf.LayersModel, number]>([
  [
    'a model within a model',
    () => {
      const inner = tf.sequential({
        layers: [
          tf.layers.dense({ inputShape: [4], units: 3 }),
          tf.layers.batchNormalization(),
          tf.layers.dense({ units: 3 }),
          tf.layers.batchNormalization(),
        ],
      });
      return tf.sequential({ layers: [inner, tf.layers.dense({ units: 4 })] });
    },
    14,
  ],
  [
    'a wrapper of two layers',
    () =>
      tf.sequential({
        layers: [
          tf.layers.reshape({ inputShape: [4], targetShape: [2, 2] }),
          tf.layers.bidirectional({ layer: tf.layers.lstm({ units: 2 }), mergeMode: 'concat' }),
          tf.layers.dense({ units: 4 }),
        ],
      }),
    8,
  ],
])('%s: every weight is trained and saved, under a path of its own', async (_, make, count) => {
  const build = () => {
    const layers = make();
    return { layers, network: layersModelEncoder(layers, { shared: 2, private: 0 }) };
  };
  const [one, other] = [build(), build()];
  const { variables, state } = one.network;
  expect(Object.keys(variables)).toHaveLength(one.layers.trainableWeights.length);
  expect(Object.keys({ ...variables, ...state })).toHaveLength(count);
  for (const [i, variable] of Object.values({ ...variables, ...state }).entries())
    variable.assign(tf.fill(variable.shape, i / 9));
  loadWeights(other.network, await saveWeights(one.network));
  const read = (network: typeof one.network): unknown =>
    tf.tidy(() => network.apply(tf.tensor2d([[1, -2, 3, 0.5]]), { training: false }).shared.loc.arraySync());
  expect(read(other.network)).toEqual(read(one.network));
  one.network.dispose();
  other.network.dispose();
});
