import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { codeVersion, evaluationFiles, trainingUnits } from './code-version.js';

test('the code of a training is all that its unit runs from its own folder', () => {
  for (const name of trainingUnits) {
    const source = readFileSync(new URL(`../units/${name}.ts`, import.meta.url), 'utf8');
    const imported = [...source.matchAll(/^import (?!type)[^;]*'\.\/([^']+)\.js';/gm)].map((match) => match[1]);
    expect(trainingUnits).toEqual(expect.arrayContaining(imported));
  }
});

test('what evaluations run of the report belongs to their code', () => {
  const units = readdirSync(new URL('../units/', import.meta.url)).filter((name) => !name.includes('.test.'));
  const report = [...units.map((name) => `../units/${name}`), ...evaluationFiles.map((name) => `../${name}.ts`)];
  for (const file of report) {
    const source = readFileSync(new URL(file, import.meta.url), 'utf8');
    const folder = file.startsWith('../units')
      ? /^import (?!type)[^;]*'\.\.\/(report\/[^']+)\.js';/gm
      : /^import (?!type)[^;]*'\.\/([^']+)\.js';/gm;
    for (const [, name] of source.matchAll(folder)) {
      expect(evaluationFiles).toContain(name!.startsWith('report/') ? name : `report/${name}`);
    }
  }
});

test('trainings and evaluations have versions of their own', () => {
  expect(codeVersion('train')).toMatch(/^[0-9a-f]{64}$/);
  expect(codeVersion('evaluate')).not.toBe(codeVersion('train'));
});
