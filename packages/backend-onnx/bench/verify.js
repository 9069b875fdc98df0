import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import tf from '@tensorflow/tfjs';
import { createStep } from './cases/steps.js';
import { writeExchange } from './exchange.js';

const script = fileURLToPath(new URL('./torch/verify.py', import.meta.url));

/**
 * The losses of some training steps here and in PyTorch, from the same weights, inputs, noise and dropout masks. The
 * second and later losses depend on gradients and optimiser too.
 */
export async function compareLosses(python, name, batch, steps) {
  const { parameters, draw, masks, step } = createStep(name, batch);
  const folder = mkdtempSync(join(tmpdir(), 'bench-backend-'));
  const path = join(folder, 'exchange');
  try {
    const given = masks ? Object.fromEntries(masks().map((mask, i) => [`mask${i}`, mask])) : {};
    const drawn = Array.from({ length: steps }, draw);
    writeExchange(
      path,
      parameters,
      drawn.map((inputs) => ({ ...inputs, ...given })),
    );
    const theirs = JSON.parse(execFileSync(python, [script, name, path], { encoding: 'utf8' }));
    const ours = [];
    for (const inputs of drawn) ours.push(await step(inputs));
    return { ours, theirs };
  } finally {
    rmSync(folder, { recursive: true });
    tf.disposeVariables();
  }
}
