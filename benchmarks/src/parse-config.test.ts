import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { experimentChangesSchema, experimentSchema } from './experiment.js';
import { mstMmjsd } from './experiments/mst-mmjsd.js';
import { parseConfig, readConfig } from './parse-config.js';

test('an unknown key is named with what it may have been', () => {
  expect(() => parseConfig(experimentChangesSchema('mnist-svhn-text'), { betta: 2 }, 'my.json')).toThrow(
    /my\.json: unknown key 'betta'; did you mean 'beta'\?/,
  );
  expect(() =>
    parseConfig(experimentSchema, { ...mstMmjsd, latent: { shared: 20, private: 0, privat: 1 } }, 'x'),
  ).toThrow(/unknown key 'latent\.privat'; did you mean 'private'\?/);
});

test('a value of the wrong type is named with its path', () => {
  expect(() =>
    parseConfig(experimentChangesSchema('mnist-svhn-text'), { latent: { shared: '20', private: 0 } }, 'my.json'),
  ).toThrow(/latent\.shared: .*expected number/);
});

test('files that are missing or not JSON are named', () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'polyvae-')), 'broken.json');
  expect(() => readConfig(experimentSchema, file)).toThrow(/broken\.json: there is no such file/);
  writeFileSync(file, '{"beta": ');
  expect(() => readConfig(experimentSchema, file)).toThrow(/broken\.json is not valid JSON/);
});
