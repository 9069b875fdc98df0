#!/usr/bin/env node
// Trains in headless Chromium: small models of every objective in a worker on ONNX Runtime's WebAssembly, compared with the same
// training on the native library in Node; then steps of the paper's digits are timed, and memory must not grow.
// Needs Chromium (CHROMIUM=path, or /usr/bin/chromium).
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { launchChromium } from './browser/launch-chromium.js';
import { serve } from './browser/serve.js';

const root = resolve(fileURLToPath(new URL('..', import.meta.url)));
const backend = join(root, 'packages/backend-onnx');
const runtime = dirname(
  createRequire(join(backend, 'package.json')).resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'),
);

async function bundle(directory) {
  const common = {
    bundle: true,
    conditions: ['@polyvae/source'],
    logLevel: 'error',
    nodePaths: [join(root, 'benchmarks/node_modules'), join(backend, 'node_modules')],
  };
  const browser = {
    ...common,
    format: 'esm',
    platform: 'browser',
    minify: true,
    external: ['module', 'worker_threads'],
    loader: { '.wasm': 'file' },
  };
  await build({
    ...browser,
    entryPoints: [join(root, 'scripts/browser/training-worker.ts')],
    outfile: join(directory, 'worker.js'),
  });
  await build({
    ...common,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    external: ['onnxruntime-node', 'onnxruntime-web'],
    banner: {
      js: "import * as nodeModule from 'node:module'; const require = nodeModule.createRequire(import.meta.url);",
    },
    stdin: {
      contents: `import '@polyvae/backend-onnx'; import * as tf from '@tensorflow/tfjs'; export { trainEach, stepMilliseconds } from './training.ts';
        export const ready = tf.setBackend('onnx');`,
      resolveDir: join(root, 'scripts/browser'),
      loader: 'ts',
    },
    outfile: join(directory, 'node.mjs'),
  });
  writeFileSync(join(directory, 'page.html'), '<!doctype html><meta charset="utf-8"><title>check</title>');
}

/** What the worker tells. */
function trainInWorker(tab, threads) {
  return tab.evaluate(
    (count) =>
      new Promise((done) => {
        const worker = new Worker('/worker.js', { type: 'module' });
        worker.onmessage = ({ data }) => {
          worker.terminate();
          done(data);
        };
        worker.onerror = ({ message }) => done({ error: message });
        const urls = {
          wasmUrl: `${location.origin}/ort-wasm-simd-threaded.wasm`,
          moduleUrl: `${location.origin}/ort-wasm-simd-threaded.mjs`,
        };
        worker.postMessage({ urls, threads: count });
      }),
    threads,
  );
}

const directory = mkdtempSync(join(backend, 'node_modules', '.browser-'));
const problems = [];
let server;
let browser;
try {
  await bundle(directory);
  const { trainEach, stepMilliseconds, ready } = await import(pathToFileURL(join(directory, 'node.mjs')).href);
  await ready;
  const native = await trainEach(3);
  const nativeMs = await stepMilliseconds(12);
  server = await serve(directory, runtime);
  browser = await launchChromium();
  const tab = await browser.newPage();
  tab.on('pageerror', (error) => problems.push(error.message));
  await tab.goto(`${server.address}/page.html`);
  for (const threads of [1, 2]) {
    const told = await trainInWorker(tab, threads);
    if (told.error) {
      problems.push(told.error);
      continue;
    }
    for (const [name, loss] of Object.entries(told.losses)) {
      if (!(Math.abs(loss - native[name]) <= 1e-4 * Math.abs(native[name])))
        problems.push(`${name}: loss ${loss}, natively ${native[name]}`);
    }
    if (threads === 1 && Object.keys(told.losses).length !== 3) problems.push('not every model was trained');
    if (told.bytes.some((bytes) => bytes !== told.bytes[0]))
      problems.push(`the runtime's memory grew: ${told.bytes.join(', ')} bytes`);
    if (told.tensors.some((count) => count !== told.tensors[0]))
      problems.push(`tensors are left: ${told.tensors.join(', ')}`);
    console.log(
      `${threads} thread${threads > 1 ? 's' : ''}: ${told.milliseconds.toFixed(0)} ms a step of mmJSD, 32 digits (native in Node: ${nativeMs.toFixed(0)} ms); ` +
        `the runtime holds ${Math.round(told.bytes.at(-1) / 2 ** 20)} MiB`,
    );
  }
  console.log(`Chromium ${browser.version()}`);
} finally {
  await browser?.close();
  server?.close();
  rmSync(directory, { recursive: true, force: true });
}
for (const problem of problems) console.error(`FAILED ${problem}`);
if (problems.length === 0) console.log('ok     models train in the browser as in Node');
process.exitCode = problems.length === 0 ? 0 : 1;
