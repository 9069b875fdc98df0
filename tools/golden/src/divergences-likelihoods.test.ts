import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { withTampered } from '../test/tampered.js';
import { divergencesSuite } from './divergences.js';
import type { GoldenCase, GoldenFile, Json, JsonObject } from './format.js';
import { likelihoodsSuite } from './likelihoods.js';
import { runGoldenCase } from './runner.js';

beforeAll(() => tf.setBackend('cpu'));

/** Paths of the values that a case expects, down to single encoded arrays. */
function pathsOf(value: Json | undefined, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[...path]];
  const object = value as JsonObject;
  if ('data' in object || 'f64' in object) return [[...path]];
  return Object.entries(object).flatMap(([key, part]) => pathsOf(part, [...path, key]));
}

// Written by other-seed.py: another seed, other sizes, one to seven modalities.
describe.each([divergencesSuite, likelihoodsSuite])('the suite for $file', (suite) => {
  const path = new URL(`../fixtures/other-seed/${suite.file}.json`, import.meta.url);
  const file = JSON.parse(readFileSync(path, 'utf8')) as GoldenFile;
  const run = (goldenCase: GoldenCase) => runGoldenCase(goldenCase, file, suite);

  test.each(file.cases)('passes $name, and fails it when any of its expected values is wrong', async (goldenCase) => {
    const before = tf.memory().numTensors;
    expect(await run(goldenCase)).toMatchObject({ status: 'passed' });
    for (const output of pathsOf(goldenCase.outputs)) {
      const { status } = await run({ ...goldenCase, outputs: withTampered(goldenCase.outputs, output) });
      expect(status, `${goldenCase.name} with another ${output.join('.')}`).toBe('failed');
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  test('counts a case of unknown form as not covered', async () => {
    const unknown = { name: 'new', source: '', inputs: {}, outputs: { something: 1 } };
    expect(await run(unknown)).toMatchObject({ status: 'uncovered' });
  });
});
