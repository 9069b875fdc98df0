import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'vitest';
import { damagedJson, expectOnlyDocumentedErrors } from '../../../scripts/reader-properties.js';
import { newFolder } from '../../../scripts/temporary-folder.js';
import { readRun } from '../jobs/run-directory.js';
import { experimentSchema } from '../paper/experiment.js';
import { mstMmjsd } from '../paper/mst.js';
import { readConfig } from './parse-config.js';

test('configuration of an experiment', async () => {
  const file = path.join(newFolder(), 'my.json');
  const schema = experimentSchema('mnist-svhn-text', ['mnist', 'svhn', 'text']).omit({ dataset: true }).partial();
  const { dataset: _, ...settings } = mstMmjsd;
  const whole = [JSON.stringify(settings, undefined, 2), '{"beta": 2.5,\n"latent": {"shared": 20, "private": 0}}'];
  await expectOnlyDocumentedErrors(damagedJson(whole), (bytes) => {
    writeFileSync(file, bytes);
    readConfig(schema, file);
  });
});

test('description of a training', async () => {
  const folder = newFolder();
  const config = {
    experiment: mstMmjsd,
    schedule: { batchSize: 8, epochs: 1, learningRate: 1e-3 },
    data: { dataset: 'mnist-svhn-text', source: 'synthetic', seed: 1, trainSize: 64, testSize: 20 },
    heldOutSize: 20,
    seed: 1,
    backend: 'onnx',
  };
  await expectOnlyDocumentedErrors(damagedJson([JSON.stringify({ format: 3, config }, undefined, 2)]), (bytes) => {
    writeFileSync(path.join(folder, 'run.json'), bytes);
    readRun(folder);
  });
});
