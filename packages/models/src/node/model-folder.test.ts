import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { tidyTests } from '../../../../scripts/tidy-tests.js';
import { denseModality, type MultimodalVae, mvae } from '../index.js';
import { loadModel, saveModel } from '../node.js';

tidyTests(tf.engine());

const folder = (): string => mkdtempSync(join(tmpdir(), 'polyvae-'));
const make = (seed: number): MultimodalVae<'a'> =>
  mvae({ modalities: { a: denseModality({ shape: 2, hidden: [2] }) }, latent: { shared: 1 }, rng: Rng.fromSeed(seed) });
const biases = (model: MultimodalVae<string>): unknown => model.variables['encoders.a.shared.loc.bias']!.arraySync();

test('a model is saved in a folder and loaded from it, by path or file URL', async () => {
  const parent = folder();
  const path = join(parent, 'deep', 'model');
  const model = make(1);
  await saveModel(model, `${path}/`, { description: 'Two numbers.' });
  expect(readdirSync(path).toSorted()).toEqual(['README.md', 'config.json', 'model.safetensors']);
  expect(readdirSync(join(parent, 'deep'))).toEqual(['model']);
  for (const source of [path, pathToFileURL(path)]) {
    const loaded = await loadModel(source);
    expect(biases(loaded)).toEqual(biases(model));
    loaded.dispose();
  }
  model.dispose();
});

test('what is there is kept, unless it is a model that is to be replaced', async () => {
  const parent = folder();
  const path = join(parent, 'model');
  const [first, second] = [make(1), make(2)];
  await saveModel(first, path);
  await expect(saveModel(second, path)).rejects.toThrow('there is something at');
  await saveModel(second, path, { overwrite: true });
  const loaded = await loadModel(path);
  expect(biases(loaded)).toEqual(biases(second));
  expect(readdirSync(parent)).toEqual(['model']);
  const other = join(parent, 'other');
  mkdirSync(other);
  writeFileSync(join(other, 'thesis.txt'), 'years of work');
  // Though it looks like a model: there is more in it.
  for (const name of readdirSync(path)) copyFileSync(join(path, name), join(other, name));
  await expect(saveModel(first, other, { overwrite: true })).rejects.toThrow('found other files, which are kept');
  expect(readFileSync(join(other, 'thesis.txt'), 'utf8')).toBe('years of work');
  for (const model of [first, second, loaded]) model.dispose();
});

test('a folder without a model, and a place that cannot be written, are named', async () => {
  const parent = folder();
  await expect(loadModel(parent)).rejects.toThrow(`could not read ${join(parent, 'config.json')}`);
  writeFileSync(join(parent, 'file'), '');
  const model = make(1);
  await expect(saveModel(model, join(parent, 'file', 'model'))).rejects.toThrow('saveModel: could not write');
  expect(readdirSync(parent)).toEqual(['file']);
  model.dispose();
});
