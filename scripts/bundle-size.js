#!/usr/bin/env node
// Size of what a page loads that trains an mmJSD on vectors, images and texts, with the cpu and with the webgl backend of
// TensorFlow.js. Fails where it is larger than it was meant to be.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = resolve(fileURLToPath(new URL('..', import.meta.url)));
/** kB after gzip, by backend. */
const limits = { cpu: 136, webgl: 186 };

/** @param {string} backend */
const page = (backend) => `
import '@tensorflow/tfjs-backend-${backend}';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { convModality, denseModality, loadModel, mmjsd, textModality } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import { fit } from '@polyvae/training';
globalThis.page = { convModality, denseModality, fit, loadModel, mmjsd, Rng, textModality };
`;

const folder = mkdtempSync(join(root, 'benchmarks', '.bundle-'));
try {
  for (const [backend, limit] of Object.entries(limits)) {
    const entry = join(folder, `${backend}.js`);
    writeFileSync(entry, page(backend));
    const { outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      format: 'esm',
      minify: true,
      platform: 'browser',
      write: false,
      nodePaths: [join(root, 'node_modules/.pnpm/node_modules')],
    });
    const size = gzipSync(outputFiles[0].contents).length / 1000;
    console.log(
      `${size <= limit ? 'ok    ' : 'FAILED'} ${backend}: ${size.toFixed(0)} kB after gzip, at most ${limit} meant`,
    );
    if (size > limit) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
