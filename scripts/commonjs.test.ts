import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build, type StdinOptions } from 'esbuild';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Manifest {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

/** Entries of the libraries; the command is none. */
const entries = readdirSync(join(root, 'packages')).flatMap((name) => {
  if (name === 'polyvae') return [];
  const folder = join(root, 'packages', name);
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  return Object.entries(exports).flatMap(([entry, targets]) =>
    typeof targets === 'string' ? [] : [[name, entry, join(folder, targets['@polyvae/source']!)] as const],
  );
});

/** Bundles a program as CommonJS into a folder of a package, runs it there, and gives what it prints. */
async function runBundled(name: string, program: Omit<StdinOptions, 'resolveDir'>): Promise<string> {
  const folder = mkdtempSync(join(root, 'packages', name, '.commonjs-'));
  const outfile = join(folder, 'bundle.cjs');
  try {
    await build({
      stdin: { ...program, resolveDir: folder },
      outfile,
      bundle: true,
      format: 'cjs',
      platform: 'node',
      conditions: ['@polyvae/source'],
      external: ['onnxruntime-node', 'onnxruntime-web', 'sharp'],
      logLevel: 'silent',
    });
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [outfile], { cwd: folder });
    return stdout + stderr;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test.concurrent.each(entries)(
  '%s %s is imported in a bundle of CommonJS',
  async (name, _, source) => {
    const contents = `import * as all from ${JSON.stringify(source)}; console.log(Object.keys(all).length > 0);`;
    expect(await runBundled(name, { contents })).toBe('true\n');
  },
  60_000,
);

test('ONNX Runtime computes in a bundle of CommonJS', async () => {
  const contents = `
    import * as tf from '@tensorflow/tfjs-core';
    import { registerOnnxBackend } from ${JSON.stringify(join(root, 'packages/backend-onnx/src/index.ts'))};
    registerOnnxBackend();
    tf.setBackend('onnx').then(() => console.log(tf.add([1, 2], [3, 4]).dataSync().join()));`;
  expect(await runBundled('backend-onnx', { contents })).toContain('4,6');
}, 60_000);
