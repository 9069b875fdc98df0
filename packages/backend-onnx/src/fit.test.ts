import * as tf from '@tensorflow/tfjs';
import { beforeEach, describe, expect, test } from 'vitest';
import { numbers, onnx, tensor } from '../test/compare.js';
import { build, type Training, trainingOf } from '../test/fit.js';

beforeEach(() => tf.setBackend('onnx'));

const training: Training = {
  ...trainingOf([5], [3], () => [
    tf.layers.dense({ inputShape: [5], units: 7, activation: 'relu' }),
    tf.layers.batchNormalization({}),
    tf.layers.dense({ units: 3 }),
  ]),
  optimizer: () => tf.train.adam(0.01),
};

/** Runs and compilations while `run` ran. */
async function spent(run: () => unknown): Promise<{ runs: number; compiled: number }> {
  onnx().flush();
  const before = onnx().statistics;
  await run();
  const { runs, compiled } = onnx().statistics;
  return { runs: runs - before.runs, compiled: compiled - before.compiled };
}

describe('steps', () => {
  const models: Record<string, Training> = {
    'dense layers': training,
    'convolutions and pooling': trainingOf([6, 6, 2], [3], () => [
      tf.layers.conv2d({ inputShape: [6, 6, 2], filters: 3, kernelSize: 3, padding: 'same', activation: 'relu' }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.separableConv2d({ filters: 3, kernelSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 3 }),
    ]),
    LSTM: trainingOf([3, 2], [3], () => [
      tf.layers.lstm({ inputShape: [3, 2], units: 3, recurrentInitializer: 'glorotUniform' }),
      tf.layers.dense({ units: 3 }),
    ]),
  };

  // One run more computes the last epoch's mean loss. The first batch, the second, the first and the last of an epoch
  // may each have a graph of their own, since tfjs-layers adds up the losses of an epoch.
  test.each(Object.entries(models))('fit of %s runs once a batch, with callbacks or without', async (_, each) => {
    for (const callbacks of [undefined, { onBatchEnd: () => undefined }]) {
      onnx().releaseCompiled();
      const model = build(each);
      const [x, y] = [tensor([40, ...each.input]), tensor([40, ...each.output])];
      const fit = (epochs: number): Promise<tf.History> =>
        model.fit(x, y, { epochs, batchSize: 4, verbose: 0, callbacks });
      const first = await spent(() => fit(3));
      expect(first.runs).toBeLessThanOrEqual(31);
      expect(first.runs).toBeGreaterThanOrEqual(30);
      expect(first.compiled).toBeLessThanOrEqual(5);
      const second = await spent(() => fit(5));
      expect(second.runs).toBeLessThanOrEqual(51);
      expect(second.compiled).toBeLessThanOrEqual(1);
      tf.dispose([x, y]);
      model.dispose();
    }
  });

  test('minimize in a loop without reads runs once a call', async () => {
    const [x, y] = [tensor([8, 5]), tensor([8, 1], 2)];
    const weights = tf.variable(tensor([5, 1], 3));
    const optimizer = tf.train.adam(0.01);
    const loss = (): tf.Scalar => tf.losses.meanSquaredError(y, tf.matMul(x, weights));
    for (let i = 0; i < 2; i++) optimizer.minimize(loss);
    const { runs, compiled } = await spent(() => {
      for (let i = 0; i < 20; i++) optimizer.minimize(loss);
    });
    onnx().flush();
    expect(runs).toBe(19);
    expect(compiled).toBeLessThanOrEqual(1);
    optimizer.dispose();
    tf.dispose([x, y, weights]);
  });

  test('weights may be read, averaged and written within a step without a cut', async () => {
    const weights = tf.variable(tensor([5, 1], 3));
    const average = tf.variable(tf.tensor(new Float32Array(5), [5, 1]));
    const state = tf.variable(tf.tensor([0]));
    const step = async (): Promise<void> => {
      const value = tf.tidy(() => {
        const { value, grads } = tf.variableGrads(() => {
          state.assign(tf.add(state, 1));
          return tf.mean(tf.square(tf.mul(weights, state)));
        }, [weights]);
        weights.assign(tf.sub(weights, tf.mul(grads[weights.name]!, 0.1)));
        average.assign(tf.add(tf.mul(average, 0.9), tf.mul(weights, 0.1)));
        return value;
      });
      await value.data();
      value.dispose();
    };
    await step();
    expect(await spent(step)).toEqual({ runs: 1, compiled: 0 });
    tf.dispose([weights, average, state]);
  });

  test('prediction and evaluation over many batches are cut into alike pieces', async () => {
    const model = build(training);
    const [x, y] = [tensor([3000, 5]), tensor([3000, 3], 2)];
    for (const run of [
      () => tf.dispose(model.predict(x, { batchSize: 4 })),
      () => tf.dispose(model.evaluate(x, y, { batchSize: 4 })),
    ]) {
      const { runs, compiled } = await spent(() => {
        run();
        onnx().flush();
      });
      expect(runs).toBeGreaterThan(4);
      expect(compiled).toBeLessThanOrEqual(3);
    }
    tf.dispose([x, y]);
    model.dispose();
  });
});

describe('the rest of tfjs-layers', () => {
  test('a saved model predicts and trains on like the one it was made from', async () => {
    const model = build(training);
    let saved: tf.io.ModelArtifacts | undefined;
    await model.save(
      tf.io.withSaveHandler(async (artifacts) => {
        saved = artifacts;
        return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
      }),
    );
    const loaded = await tf.loadLayersModel(tf.io.fromMemory(saved!));
    loaded.compile({ optimizer: tf.train.adam(0.01), loss: 'meanSquaredError', metrics: ['mae'] });
    const [x, y] = [tensor([8, 5]), tensor([8, 3], 2)];
    for (let i = 0; i < 3; i++) {
      expect(await loaded.trainOnBatch(x, y)).toEqual(await model.trainOnBatch(x, y));
    }
    const predictions = [model, loaded].map((each) => each.predict(x) as tf.Tensor);
    expect(predictions[0]!.dataSync()).toEqual(predictions[1]!.dataSync());
    tf.dispose([x, y, predictions]);
    model.dispose();
    loaded.dispose();
  });

  test('callbacks get numbers, early stopping stops, validation is reported', async () => {
    const model = build(training);
    const [x, y] = [tensor([12, 5]), tensor([12, 3], 2)];
    const seen: unknown[] = [];
    const history = await model.fit(x, y, {
      epochs: 20,
      batchSize: 4,
      verbose: 0,
      validationSplit: 0.25,
      callbacks: [
        new tf.CustomCallback({
          onEpochEnd: async (_, logs) => {
            seen.push(...Object.values(logs!));
          },
        }),
        // A validation loss that has to fall by 10 never does.
        tf.callbacks.earlyStopping({ monitor: 'val_loss', patience: 2, minDelta: 10 }),
      ],
    });
    expect(history.epoch).toHaveLength(3);
    expect(Object.keys(history.history)).toEqual(expect.arrayContaining(['loss', 'val_loss', 'val_mae']));
    expect(seen.every((value) => Number.isFinite(value))).toBe(true);
    tf.dispose([x, y]);
    model.dispose();
  });

  test('fitDataset and evaluateDataset', async () => {
    const model = build(training);
    const rows = Array.from({ length: 12 }, (_, i) => ({
      xs: tf.tensor1d(numbers([5], i + 1)),
      ys: tf.tensor1d(numbers([3], i + 9)),
    }));
    const batches = tf.data.array(rows).batch(4);
    const [before] = (await model.evaluateDataset(batches as never, {})) as tf.Scalar[];
    const { history } = await model.fitDataset(batches, { epochs: 30, verbose: 0 });
    const [after] = (await model.evaluateDataset(batches as never, {})) as tf.Scalar[];
    expect(after!.dataSync()[0]).toBeLessThan(before!.dataSync()[0]!);
    expect(history.loss).toHaveLength(30);
    tf.dispose(rows);
    model.dispose();
  });

  test('training leaks no tensor', async () => {
    const model = build(training);
    const [x, y] = [tensor([12, 5]), tensor([12, 3], 2)];
    await model.fit(x, y, { epochs: 1, batchSize: 4, verbose: 0 });
    const before = [tf.memory().numTensors, onnx().numDataIds()];
    await model.fit(x, y, { epochs: 3, batchSize: 4, verbose: 0 });
    tf.dispose([model.predict(x), model.evaluate(x, y)]);
    expect([tf.memory().numTensors, onnx().numDataIds()]).toEqual(before);
    tf.dispose([x, y]);
    model.dispose();
  });
});
