#!/usr/bin/env node
// Every reader of files on a hundred thousand damaged inputs: only documented errors, none that takes long, memory that stays.
// The properties are those of the tests (`*.property.test.ts`); --count N takes another number of inputs.
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = resolve(fileURLToPath(new URL('../..', import.meta.url)));
const { count } = parseArgs({ options: { count: { type: 'string', default: '100000' } } }).values;
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const hour = String(3_600_000);

for (const folder of ['packages/training', 'benchmarks', 'packages/models', 'packages/datasets', 'packages/jobs']) {
  const { status } = spawnSync(
    process.execPath,
    [vitest, 'run', 'property', '--testTimeout', hour, '--no-file-parallelism'],
    {
      cwd: join(root, folder),
      env: { ...process.env, POLYVAE_INPUTS: count },
      stdio: 'inherit',
    },
  );
  if (status !== 0) process.exitCode = 1;
}
