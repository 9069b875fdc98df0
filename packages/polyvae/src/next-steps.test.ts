import { findProfile } from '@polyvae/benchmarks';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { nextSteps } from './next-steps.js';
import { createProgram } from './program.js';

const synthetic = { dataset: 'a', source: 'synthetic', seed: 1, trainSize: 1, testSize: 1 } as const;
const files = { dataset: 'a', source: 'files', seed: 1, digests: {}, paths: {} } as const;

test('what comes next depends on profile and data, and every command is one that there is', () => {
  const quick = nextSteps({ profile: findProfile('quick'), data: { a: synthetic } }).join('\n');
  expect(quick).toContain('polyvae bench --profile standard');
  expect(quick).toContain('data download');
  const paper = nextSteps({ profile: findProfile('paper'), data: { a: files } }).join('\n');
  expect(paper).not.toMatch(/bench|download/);
  const io = { out: () => undefined, log: () => undefined, terminal: false, strong: String };
  const known = createProgram(io).commands.map((command: Command) => command.name());
  for (const [, command] of `${quick}\n${paper}`.matchAll(/^ +polyvae (\w+)/gm)) expect(known).toContain(command);
});
