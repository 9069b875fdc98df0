import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  bernoulli,
  celebaModalities,
  continuousBernoulli,
  convModality,
  denseModality,
  digitModalities,
  mmjsd,
  mmvae,
  mvae,
  negativeBinomial,
  poisson,
  polymnistModalities,
  textModality,
} from '@polyvae/models';
import { exportOnnx } from '@polyvae/models/onnx';
import { publishedCategorical } from '@polyvae/models/published-code';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';

/** @typedef {import('@polyvae/models').MultimodalVae} Model */
/** @typedef {{ file: string, shape: number[], dtype: 'float32' | 'int64' }} Stored */
/** @typedef {Readonly<Record<string, tf.Tensor>>} Values */
/** @typedef {{ name: string, bytes: Uint8Array, run(rows: number): { inputs: Values, outputs: Values } }} Part */

const rng = Rng.fromSeed(1);
const latent = { shared: 4, private: 2 };

/** @type {Readonly<Record<string, () => Model>>} */
const models = {
  tables: () =>
    mvae({
      modalities: {
        scan: denseModality({ shape: 5, hidden: [6] }),
        reads: denseModality({
          shape: 4,
          hidden: [5],
          likelihood: negativeBinomial({ zeroInflated: true, inverseDispersion: 'decoded' }),
        }),
        events: denseModality({ shape: 3, hidden: [4], likelihood: poisson() }),
        share: denseModality({ shape: 3, hidden: [4], likelihood: continuousBernoulli() }),
        code: denseModality({ shape: [2, 4], hidden: [4], likelihood: publishedCategorical() }),
      },
      latent,
      rng,
    }),
  images: () =>
    mmvae({
      modalities: {
        image: convModality({ shape: [29, 22, 3], width: 4, features: 8, likelihood: bernoulli() }),
        strip: convModality({ shape: [3, 17, 1], width: 2, features: 4, centred: false }),
        word: textModality({ length: 11, vocabulary: 6, features: 4 }),
      },
      latent,
      rng,
    }),
  digits: () => mmjsd({ modalities: digitModalities(), latent, rng }),
  faces: () => mvae({ modalities: celebaModalities({ width: 2 }), latent, rng }),
  polymnist: () => mmjsd({ modalities: polymnistModalities(), latent: { shared: 4 }, rng }),
};

/**
 * Writes every part of some models as ONNX, with inputs of 1 and of 7 rows and what tfjs' cpu backend makes of them: `manifest.json` and
 * the files that it names.
 * @param {string} folder
 */
export async function writeExports(folder) {
  await tf.setBackend('cpu');
  const cases = [];
  for (const [name, make] of Object.entries(models)) {
    const model = make();
    for (const part of await partsOf(model)) {
      const file = `${name}-${part.name}.onnx`;
      await writeFile(join(folder, file), part.bytes);
      const runs = [];
      for (const rows of [1, 7]) {
        const { inputs, outputs } = part.run(rows);
        const store = /** @param {Values} values @param {string} kind */ (values, kind) =>
          stored(folder, `${name}-${part.name}-${rows}-${kind}`, values);
        runs.push({ inputs: await store(inputs, 'in'), outputs: await store(outputs, 'out') });
      }
      cases.push({ file, runs });
    }
    model.dispose();
  }
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(cases, null, 2));
}

/**
 * @param {string} folder @param {string} prefix @param {Values} values
 * @returns {Promise<Record<string, Stored>>}
 */
async function stored(folder, prefix, values) {
  /** @type {Record<string, Stored>} */
  const all = {};
  for (const [name, own] of Object.entries(values)) {
    const file = `${prefix}-${name}.bin`;
    const data = own.dataSync();
    const integers = own.dtype === 'int32';
    await writeFile(join(folder, file), integers ? BigInt64Array.from(data, BigInt) : Float32Array.from(data));
    all[name] = { file, shape: own.shape, dtype: integers ? 'int64' : 'float32' };
  }
  return all;
}

/** @param {string} label @param {number[]} shape */
const normals = (label, shape) => tf.tensor(Rng.fromSeed(label).normals(tf.util.sizeFromShape(shape)), shape);
/** @param {string} label @param {number[]} shape */
const uniforms = (label, shape) => tf.tensor(Rng.fromSeed(label).uniforms(tf.util.sizeFromShape(shape)), shape);

/**
 * The parts of a model: every encoder, every decoder, and the last modality from all others.
 * @param {Model} model
 */
async function partsOf(model) {
  /** @type {Part[]} */
  const parts = [];
  const shapes = Object.fromEntries(
    Object.entries(model.generate(1, { rng: Rng.fromSeed(2) })).map(([key, { shape }]) => [key, shape.slice(1)]),
  );
  const dataOf = /** @param {string} key @param {number} rows */ (key, rows) =>
    uniforms(key, [rows, ...(shapes[key] ?? [])]);
  for (const key of model.keys) {
    const { encoder, private: size } = /** @type {import('@polyvae/models').Modality} */ (model.modalities[key]);
    parts.push({
      name: `encoder-${key}`,
      bytes: await exportOnnx(model, { part: 'encoder', modality: key }),
      run: (rows) => {
        const x = dataOf(key, rows);
        const { shared, private: own } = encoder.apply(x, { training: false });
        /** @type {Record<string, tf.Tensor>} */
        const outputs = { shared_loc: shared.loc, shared_log_var: shared.logVar };
        if (own) Object.assign(outputs, { private_loc: own.loc, private_log_var: own.logVar });
        return { inputs: { [key]: x }, outputs };
      },
    });
    parts.push({
      name: `decoder-${key}`,
      bytes: await exportOnnx(model, { part: 'decoder', modality: key }),
      run: (rows) => {
        const shared = normals('shared', [rows, model.shared]);
        const own = size > 0 ? normals(key, [rows, size]) : undefined;
        return { inputs: { shared, ...(own && { private: own }) }, outputs: decoded(model, key, shared, own) };
      },
    });
  }
  parts.push(await generationOf(model, dataOf));
  return parts;
}

/**
 * @param {Model} model @param {string} key @param {tf.Tensor} shared @param {tf.Tensor | undefined} own
 * @returns {{ shown: tf.Tensor, mean: tf.Tensor }}
 */
function decoded(model, key, shared, own) {
  const { decoder, likelihood } = /** @type {import('@polyvae/models').Modality} */ (model.modalities[key]);
  const output = decoder.apply(own ? tf.concat([shared, own], 1) : shared, { training: false });
  return { shown: likelihood.generate(output), mean: likelihood.distribution(output).mean() };
}

/**
 * @param {Model} model @param {(key: string, rows: number) => tf.Tensor} dataOf
 * @returns {Promise<Part>}
 */
async function generationOf(model, dataOf) {
  const target = /** @type {string} */ (model.keys.at(-1));
  const given = model.keys.slice(0, -1);
  const { private: size } = /** @type {import('@polyvae/models').Modality} */ (model.modalities[target]);
  return {
    name: `generate-${target}`,
    bytes: await exportOnnx(model, { part: 'generateFrom', given, targets: [target] }),
    run: (rows) => {
      const data = Object.fromEntries(given.map((key) => [key, dataOf(key, rows)]));
      const noise = normals('noise', [rows, model.shared]);
      const own = size > 0 ? normals('own', [rows, size]) : undefined;
      const components = model.objective.posterior === 'mixture' && given.length > 1;
      const component = tf.range(0, rows, 1, 'int32').mod(tf.scalar(given.length, 'int32'));
      const shared = components
        ? componentDraws(model, data, component, noise)
        : model.encode(data).shared.mean().add(model.encode(data).shared.stddev().mul(noise));
      const { shown, mean } = decoded(model, target, shared, own);
      return {
        inputs: { ...data, ...(components && { component }), noise, ...(own && { [`noise_${target}`]: own }) },
        outputs: { [`${target}_shown`]: shown, [`${target}_mean`]: mean },
      };
    },
  };
}

/**
 * Of each row a draw of the posterior of the modality that `component` names.
 * @param {Model} model @param {Values} data @param {tf.Tensor} component @param {tf.Tensor} noise
 */
function componentDraws(model, data, component, noise) {
  const draws = Object.entries(data).map(([key, x], k) => {
    const { encoder } = /** @type {import('@polyvae/models').Modality} */ (model.modalities[key]);
    const { loc, logVar } = encoder.apply(x, { training: false }).shared;
    const chosen = component.equal(tf.scalar(k, 'int32')).cast('float32').expandDims(1);
    return loc.add(logVar.mul(0.5).exp().mul(noise)).mul(chosen);
  });
  return tf.addN(draws);
}
