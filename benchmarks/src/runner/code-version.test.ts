import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { codeVersion, trainingUnits } from './code-version.js';

test('the code of a training is all that its unit runs from its own folder', () => {
  for (const name of trainingUnits) {
    const source = readFileSync(new URL(`../units/${name}.ts`, import.meta.url), 'utf8');
    const imported = [...source.matchAll(/^import (?!type)[^;]*'\.\/([^']+)\.js';/gm)].map((match) => match[1]);
    expect(trainingUnits).toEqual(expect.arrayContaining(imported));
  }
});

test('trainings and evaluations have versions of their own', () => {
  expect(codeVersion('train')).toMatch(/^[0-9a-f]{64}$/);
  expect(codeVersion('evaluate')).not.toBe(codeVersion('train'));
});
