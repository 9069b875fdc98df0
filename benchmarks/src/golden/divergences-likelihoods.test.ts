import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { divergencesSuite } from './divergences.js';
import type { GoldenCase, GoldenFile, Json, JsonObject } from './format.js';
import { likelihoodsSuite } from './likelihoods.js';
import { runGoldenFile } from './runner.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** Every number moved by a hundredth of its size and 0.01 more: beyond any tolerance, in both precisions at once. */
function moved(value: Json | undefined): Json {
  if (typeof value === 'number') return value * 1.01 + 0.01;
  if (Array.isArray(value)) return value.map(moved);
  if (typeof value !== 'object' || value === null) return value ?? null;
  const entries = Object.entries(value as JsonObject);
  return Object.fromEntries(entries.map(([key, part]) => [key, key === 'shape' ? (part ?? null) : moved(part)]));
}

/** Paths of the values that a case expects, down to single encoded arrays. */
function pathsOf(value: Json | undefined, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[...path]];
  const object = value as JsonObject;
  if ('data' in object || 'f64' in object) return [[...path]];
  return Object.entries(object).flatMap(([key, part]) => pathsOf(part, [...path, key]));
}

function withMoved(object: JsonObject, [key, ...rest]: readonly string[]): JsonObject {
  const part = object[key!];
  return { ...object, [key!]: rest.length === 0 ? moved(part) : withMoved(part as JsonObject, rest) };
}

// Written by golden-other-seed.py: another seed, other sizes, one to seven modalities.
describe.each([divergencesSuite, likelihoodsSuite])('the suite for $file', (suite) => {
  const path = new URL(`../../fixtures/golden-other-seed/${suite.file}.json`, import.meta.url);
  const file = JSON.parse(readFileSync(path, 'utf8')) as GoldenFile;
  const run = (goldenCase: GoldenCase) => runGoldenFile({ ...file, cases: [goldenCase] }, [suite]);

  test.each(file.cases)('passes $name, and fails it when any of its expected values is wrong', async (goldenCase) => {
    const before = tf.memory().numTensors;
    expect(await run(goldenCase)).toMatchObject([{ status: 'passed' }]);
    for (const output of pathsOf(goldenCase.outputs)) {
      const [result] = await run({ ...goldenCase, outputs: withMoved(goldenCase.outputs, output) });
      expect(result?.status, `${goldenCase.name} with another ${output.join('.')}`).toBe('failed');
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  test('counts a case of unknown form as not covered', async () => {
    const unknown = { name: 'new', source: '', inputs: {}, outputs: { something: 1 } };
    expect(await run(unknown)).toMatchObject([{ status: 'uncovered' }]);
  });
});
