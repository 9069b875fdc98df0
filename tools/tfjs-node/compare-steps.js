// One training step of every objective on tfjs-node beside the same on ONNX Runtime: losses, gradients and updated weights; then 500 steps
// whose memory must not grow. Run by check-tfjs-node.js, which makes tfjs-node resolvable.
import { createRequire } from 'node:module';
import '@polyvae/backend-onnx';
import { syntheticDigits } from '@polyvae/datasets';
import { digitModalities, mmjsd, mmvae, mvae } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import { fit } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs';

// First, since it brings another copy of tfjs, whose kernels are there already: each would be a warning.
tf.enableProdMode();
createRequire(import.meta.url)('@tensorflow/tfjs-node');

const presets = { mvae, mmvae, mmjsd };
const latents = { shared: { shared: 20 }, private: { shared: 16, private: 4 } };
const digits = syntheticDigits({ rng: Rng.fromSeed(1), trainSize: 16, testSize: 1 });

/** Loss and gradients of a first step, on the backend in use. @param {keyof typeof presets} name @param {keyof typeof latents} latent @param {boolean} masked */
async function firstStep(name, latent, masked) {
  const model = presets[name]({ modalities: digitModalities(), latent: latents[latent], rng: Rng.fromSeed(2) });
  const own = digits.train.get(Uint32Array.from({ length: 8 }, (_, i) => i));
  const batch = masked ? { ...own, present: { svhn: Uint8Array.of(1, 0, 1, 1, 0, 1, 1, 0) } } : own;
  const context = { rng: Rng.fromSeed(3), training: true, step: 0, epoch: 0 };
  const variables = Object.values(model.variables);
  const { value, grads } = tf.variableGrads(() => model.loss(batch, context).loss, variables);
  const loss = (await value.data())[0] ?? Number.NaN;
  /** @type {Map<string, Float32Array>} */
  const gradients = new Map();
  for (const [path, variable] of Object.entries(model.variables)) {
    const gradient = grads[variable.name];
    if (gradient) gradients.set(path, Float32Array.from(await gradient.data()));
  }
  tf.dispose([value, grads, own]);
  model.dispose();
  return { loss, gradients };
}

/** Largest difference, as a share of the gradient's largest value. @param {Float32Array} a @param {Float32Array} b */
function relativeDifference(a, b) {
  const scale = a.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? Number.NaN))), 0) / scale;
}

let failed = 0;
/** @param {boolean} holds @param {string} text */
function report(holds, text) {
  if (!holds) failed++;
  console.log(`${holds ? 'ok    ' : 'FAILED'} ${text}`);
}

for (const name of /** @type {(keyof typeof presets)[]} */ (Object.keys(presets))) {
  for (const latent of /** @type {(keyof typeof latents)[]} */ (Object.keys(latents))) {
    for (const masked of [false, true]) {
      await tf.setBackend('onnx');
      const expected = await firstStep(name, latent, masked);
      await tf.setBackend('tensorflow');
      const found = await firstStep(name, latent, masked);
      const loss = Math.abs(found.loss - expected.loss) / Math.abs(expected.loss);
      const paths = [...expected.gradients];
      const worst = Math.max(
        ...paths.map(([path, own]) => relativeDifference(own, found.gradients.get(path) ?? new Float32Array())),
      );
      report(
        loss < 1e-5 && worst < 1e-4 && found.gradients.size === expected.gradients.size,
        `${name}, ${latent} latents${masked ? ', rows missing' : ''}: loss ${found.loss.toFixed(2)} (relative difference ${loss.toExponential(0)}), ` +
          `${paths.length} gradients (at most ${worst.toExponential(0)})`,
      );
    }
  }
}

const model = mmjsd({ modalities: digitModalities(), latent: latents.shared, rng: Rng.fromSeed(2) });
/** @type {number[]} */
const tensors = [];
/** @type {number[]} */
const megabytes = [];
const training = fit(model, digits.train, {
  epochs: 125,
  batchSize: 4,
  rng: Rng.fromSeed(4),
  onStep({ step }) {
    if (step % 100 !== 0) return;
    tensors.push(tf.memory().numTensors);
    megabytes.push(Math.round(process.memoryUsage.rss() / 2 ** 20));
  },
});
await training.last();
report(new Set(tensors).size === 1, `500 steps: ${tensors.join(', ')} tensors after each hundred`);
report((megabytes.at(-1) ?? 0) - (megabytes[1] ?? 0) < 64, `500 steps: ${megabytes.join(', ')} MiB after each hundred`);
process.exitCode = failed === 0 ? 0 : 1;
