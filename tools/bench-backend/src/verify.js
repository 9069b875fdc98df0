import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { registerOnnxBackend } from '@polyvae/backend-onnx';
import tf from '@tensorflow/tfjs';
import { createStep, STEPS } from './cases/steps.js';
import { writeExchange } from './exchange.js';

const script = fileURLToPath(new URL('../torch/verify.py', import.meta.url));
const COMPARED = 3;
const TOLERANCE = 1e-4;

/**
 * The losses of some training steps here and in PyTorch, from the same weights, inputs, noise and dropout masks. The
 * second and later losses depend on gradients and optimiser too.
 */
async function compareLosses(python, name) {
  const { parameters, draw, masks, step } = createStep(name, STEPS[name].verifyBatch);
  const folder = mkdtempSync(join(tmpdir(), 'bench-backend-'));
  const path = join(folder, 'exchange');
  try {
    const given = masks ? Object.fromEntries(masks().map((mask, i) => [`mask${i}`, mask])) : {};
    const drawn = Array.from({ length: COMPARED }, draw);
    const steps = drawn.map((inputs) => ({ ...inputs, ...given }));
    writeExchange(path, parameters, steps);
    const theirs = JSON.parse(execFileSync(python, [script, name, path], { encoding: 'utf8' }));
    const ours = [];
    for (const inputs of drawn) ours.push(await step(inputs));
    return { ours, theirs };
  } finally {
    rmSync(folder, { recursive: true });
    tf.disposeVariables();
  }
}

/** Prints the losses of the training steps among the cases; whether all agree to a relative 1e-4. */
export async function verifySteps(cases, { python, threads }) {
  const names = new Set(cases.filter(({ kind }) => kind === 'step').map(({ name }) => name));
  if (!names.size) throw new Error('--verify: expected training steps among the cases (--only), found only operations');
  tf.enableProdMode();
  registerOnnxBackend({ threads });
  await tf.setBackend('onnx');
  let agree = true;
  console.log('| Step | onnx | PyTorch | relative difference |\n|---|---:|---:|---:|');
  for (const name of names) {
    const { ours, theirs } = await compareLosses(python, name);
    ours.forEach((loss, i) => {
      const difference = Math.abs(loss - theirs[i]) / Math.abs(theirs[i]);
      // Not a number is no agreement.
      if (!(difference <= TOLERANCE)) agree = false;
      console.log(`| ${name} ${i + 1} | ${loss} | ${theirs[i]} | ${difference.toExponential(1)} |`);
    });
  }
  console.log(agree ? `\nAll within ${TOLERANCE}.` : `\nExpected differences of at most ${TOLERANCE}.`);
  return agree;
}
