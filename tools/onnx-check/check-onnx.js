import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeExports } from './write-exports.js';

const usage = `node tools/onnx-check/check-onnx.js [--python PYTHON]
Exports models and has a Python with the packages onnx and onnxruntime (pip install onnx onnxruntime) check and run them.`;

const { values } = parseArgs({
  options: { python: { type: 'string', default: 'python3' }, help: { type: 'boolean', short: 'h' } },
});
if (values.help) console.log(usage);
else {
  const folder = await mkdtemp(join(tmpdir(), 'onnx-check-'));
  try {
    await writeExports(folder);
    const script = fileURLToPath(new URL('check_onnx.py', import.meta.url));
    const { status, error } = spawnSync(values.python, [script, folder], { stdio: 'inherit' });
    if (error) throw new Error(`--python: could not start '${values.python}': ${error.message}`);
    process.exitCode = status ?? 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
