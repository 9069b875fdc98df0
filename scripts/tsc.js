// TypeScript 7's compiler, which builds the packages in a third of the time. Version 6 stays beside it for what uses the
// compiler as a library: typedoc, dependency-cruiser and a few scripts. Usage: tsc.js ARGUMENTS…
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const folder = dirname(createRequire(import.meta.url).resolve('typescript-7/package.json'));
const { status, error } = spawnSync(process.execPath, [join(folder, 'bin', 'tsc'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
if (error) throw error;
process.exitCode = status ?? 1;
