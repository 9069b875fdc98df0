import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { convModality, denseModality, mmjsd } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import { fit, logToAll, memoryCheckpoints, memoryLog } from '@polyvae/training';
import { tensorBoardLog } from '@polyvae/training/node';
import * as tf from '@tensorflow/tfjs';

const usage = `node tools/tensorboard-check/check-tensorboard.js [--python PYTHON]
Trains a small model in two runs, the second of which continues the first, and has a Python with the package tensorboard (pip
install tensorboard) read the event files: every number of the log, and the images of the epochs that were chosen.`;

/** @param {string} folder */
async function writeRun(folder) {
  await tf.setBackend('cpu');
  const rng = Rng.fromSeed(7);
  const data = {
    size: 8,
    get: () => ({ image: tf.fill([4, 6, 5, 3], 0.25), scan: tf.fill([4, 2], 1) }),
  };
  const modalities = {
    image: convModality({ shape: [6, 5, 3], width: 2, features: 4 }),
    scan: denseModality({ shape: 2, hidden: [3] }),
  };
  const model = mmjsd({ modalities, latent: { shared: 2 }, rng });
  const checkpoints = memoryCheckpoints();
  const memory = memoryLog();
  for (const epochs of [2, 3]) {
    const board = tensorBoardLog(folder, {
      images: {
        when: (epoch) => epoch !== 1,
        make: (epoch) => {
          const { image } = model.generate(epoch + 1, { rng: rng.fork(`images ${epoch}`) });
          return { image };
        },
      },
    });
    const log = logToAll(board, memory);
    await fit(model, data, { epochs, batchSize: 4, rng, checkpoints, log, validation: data }).last();
  }
  await writeFile(join(folder, 'log.json'), JSON.stringify(memory.entries));
}

const { values } = parseArgs({
  options: { python: { type: 'string', default: 'python3' }, help: { type: 'boolean', short: 'h' } },
});
if (values.help) console.log(usage);
else {
  const folder = await mkdtemp(join(tmpdir(), 'tensorboard-check-'));
  try {
    await writeRun(folder);
    const script = fileURLToPath(new URL('check_tensorboard.py', import.meta.url));
    const { status, error } = spawnSync(values.python, [script, folder], { stdio: 'inherit' });
    if (error) throw new Error(`--python: could not start '${values.python}': ${error.message}`);
    process.exitCode = status ?? 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
