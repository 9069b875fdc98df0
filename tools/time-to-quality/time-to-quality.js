#!/usr/bin/env node
/**
 * How long each recipe trains until a linear probe tells the digit from its latents: joint ≥ 0.98 and from SVHN alone ≥ 0.80.
 *
 * A schedule depends on how long a training is, so every length is a training of its own, by the command that users have.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { markdownTable } from 'markdown-table';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'mmjsd' },
    recipes: { type: 'string', multiple: true, default: ['paper', 'fast'] },
    steps: { type: 'string', multiple: true, default: ['600', '1000', '1400', '1800', '2400', '3200'] },
    joint: { type: 'string', default: '0.98' },
    svhn: { type: 'string', default: '0.80' },
    seed: { type: 'string', default: '1' },
  },
});

const program = path.join(
  path.dirname(createRequire(import.meta.url).resolve('polyvae/package.json')),
  'bin/polyvae.js',
);
const goal = { joint: Number(values.joint), svhn: Number(values.svhn) };
const epochs = 20;
const folder = mkdtempSync(path.join(os.tmpdir(), 'time-to-quality-'));

/**
 * The JSON that a command prints.
 * @param {string[]} args
 */
function polyvae(...args) {
  const text = execFileSync(process.execPath, [program, ...args, '--json'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(text);
}

/**
 * Trains for some steps; `reached` says whether the latents are good enough.
 * @param {string} recipe
 * @param {number} steps
 */
function measure(recipe, steps) {
  const run = path.join(folder, `${recipe}-${steps}`);
  const schedule = ['--epochs', String(epochs), '--steps-per-epoch', String(Math.round(steps / epochs))];
  const trained = polyvae(
    'train',
    ...['--model', values.model, '--recipe', recipe, '--seed', values.seed, '--out', run],
    ...schedule,
  );
  const probed = polyvae('evaluate', '--run', run).values.default;
  const joint = probed['mnist+svhn+text'];
  const { seconds, batchSize } = trained;
  const reached = joint >= goal.joint && probed.svhn >= goal.svhn;
  return { steps: trained.steps, items: trained.steps * batchSize, seconds, joint, svhn: probed.svhn, reached };
}

const rows = [];
try {
  for (const recipe of values.recipes) {
    for (const steps of values.steps) {
      const found = measure(recipe, Number(steps));
      const { items, seconds, joint, svhn, reached } = found;
      const row = [recipe, found.steps, items, seconds.toFixed(1), joint.toFixed(3), svhn.toFixed(3)].map(String);
      rows.push([...row, reached ? 'yes' : 'no']);
      console.error(rows.at(-1)?.join('  '));
      if (reached) break;
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(
  `${values.model}, seed ${values.seed}, until joint ≥ ${goal.joint} and SVHN ≥ ${goal.svhn}; ${os.cpus()[0]?.model}, ` +
    `${os.availableParallelism()} cores\n`,
);
console.log(
  markdownTable([['recipe', 'steps', 'items', 'seconds of training', 'joint', 'SVHN', 'reached'], ...rows], {
    align: ['l', 'r', 'r', 'r', 'r', 'r', 'l'],
  }),
);
