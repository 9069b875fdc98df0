// One training, recorded: writes the numbers of every stage to a folder. Options are JSON, the first argument.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jit, registerOnnxBackend } from '@polyvae/backend-onnx';
import { logisticRegression } from '@polyvae/metrics';
import { convModality, denseModality, mmjsd, textModality } from '@polyvae/models';
import { loadModel, saveModel } from '@polyvae/models/node';
import { Rng } from '@polyvae/random';
import { drawHandwrittenDigit } from '@polyvae/synthetic';
import { fit } from '@polyvae/training';
import { fileCheckpoints } from '@polyvae/training/node';
import * as tf from '@tensorflow/tfjs';

/**
 * @typedef {object} RunOptions
 * @property {string} folder Where the numbers go.
 * @property {'onnx' | 'cpu'} engine
 * @property {number} [threads] Of ONNX Runtime; default 1.
 * @property {boolean} [compile] Whether steps are compiled.
 * @property {'disabled' | 'all'} [optimisation] How much ONNX Runtime rewrites graphs; default all.
 * @property {string} [checkpoints] Folder of checkpoints to write or to go on from.
 * @property {number} [epochs] Default 4.
 * @property {string} [saved] Model to be saved, or loaded if it is there already, in place of training.
 */

/** @type {RunOptions} */
const options = JSON.parse(process.argv[2] ?? '{}');
const { folder, engine, threads = 1, compile = false, optimisation = 'all', checkpoints, epochs = 4, saved } = options;
mkdirSync(folder, { recursive: true });
/** @param {string} name @param {ArrayLike<number>} values */
const record = (name, values) => writeFileSync(join(folder, name), Float64Array.from(values));

if (engine === 'onnx') registerOnnxBackend({ threads, graphOptimizationLevel: optimisation });
await tf.setBackend(engine);
const rng = Rng.fromSeed(7);
const numbers = rng.fork('numbers');
record('random numbers', [...numbers.uniforms(1000), ...numbers.normals(1000), ...numbers.permutation(1000)]);

const items = 32;
const digits = Array.from({ length: items }, (_, i) => i % 10);
const pixels = digits.flatMap((digit, i) => [...drawHandwrittenDigit(digit, rng.fork(i))]);
record('drawn data', pixels);

const levels = rng.fork('levels').normals(items * 64);
const { coef } = logisticRegression({ x: { data: levels, shape: [items, 64] }, y: digits });
record(
  'linear probe',
  coef.flatMap((row) => [...row]),
);

const spelling = rng.fork('letters');
const letters = Array.from({ length: items * 6 }, () => spelling.integer(0, 20));
const data = {
  size: items,
  /** @param {Uint32Array} indices */
  get: (indices) =>
    tf.tidy(() => {
      const rows = tf.tensor1d(Int32Array.from(indices), 'int32');
      const word = tf.oneHot(tf.tensor2d(Int32Array.from(letters), [items, 6], 'int32'), 20, 1, 0, 'float32');
      return {
        image: tf.gather(
          tf.tensor4d(
            pixels.map((byte) => byte / 255),
            [items, 28, 28, 1],
          ),
          rows,
        ),
        word: tf.gather(word, rows),
        levels: tf.gather(tf.tensor2d(levels, [items, 64]), rows),
      };
    }),
};
const model = mmjsd({
  modalities: {
    image: convModality({ shape: [28, 28, 1], width: 4, features: 64 }),
    word: textModality({ length: 6, vocabulary: 20, features: 32 }),
    levels: denseModality({ shape: 64, hidden: [256] }),
  },
  latent: { shared: 12, private: 3 },
  rng: rng.fork('model'),
});
/** @param {typeof model} own */
const weightsOf = (own) =>
  Object.values({ ...own.variables, ...own.state }).flatMap((variable) => [...variable.dataSync()]);
record('weights at the start', weightsOf(model));
const all = data.get(Uint32Array.from(digits, (_, i) => i));
record(
  'generations at the start',
  tf.tidy(() => [
    ...model.generateFrom({ image: all.image }, ['levels'], { rng: rng.fork('first') }).levels.dataSync(),
  ]),
);

/** @type {number[]} */
const losses = [];
await fit(model, data, {
  epochs,
  batchSize: 16,
  rng: rng.fork('fit'),
  onStep: ({ terms }) => losses.push(terms.loss),
  ...(compile && { compile: jit }),
  ...(checkpoints && { checkpoints: fileCheckpoints(checkpoints) }),
}).last();
if (losses.length === 2 * epochs) {
  record('loss of the first step', losses.slice(0, 1));
  record('losses of all steps', losses);
}
record('weights at the end', weightsOf(model));
if (saved) await saveModel(model, saved, { overwrite: true });
/** @type {typeof model | undefined} */
const loaded = saved ? await loadModel(saved) : undefined;
const last = loaded ?? model;
record(
  'generations at the end',
  tf.tidy(() => [...last.generateFrom({ image: all.image }, ['levels'], { rng: rng.fork('last') }).levels.dataSync()]),
);
process.exit(0);
