import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type BenchArguments, slurmSettings } from './bench-options.js';

test('a task of Slurm is computed by this command', () => {
  const asked = { executor: 'slurm', slurmTasks: 2 } as BenchArguments;
  const { command, ...settings } = slurmSettings(asked)!;
  expect(settings).toEqual({ name: 'polyvae', tasks: 2 });
  expect([command[0], command[2]]).toEqual([process.execPath, 'work']);
  expect(existsSync(command[1]!)).toBe(true);
});
