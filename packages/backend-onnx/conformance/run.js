#!/usr/bin/env node
// Runs tfjs-core's own tests on this backend, with default options. Usage: node conformance/run.js
// [--backend onnx|onnx-web|cpu] [--filter TEXT] [--write-figures]
// Fails if a test fails that exclusions.js does not list, if a listed one passes or no longer exists, if far fewer tests
// ran than tfjs-core has, and if the README's figures are others; --write-figures corrects those.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { exclusions } from './exclusions.js';
import { checkFigures } from './figures.js';
import { judge } from './verdict.js';

const { values: options } = parseArgs({
  options: {
    backend: { type: 'string', default: 'onnx' },
    filter: { type: 'string', default: '' },
    'write-figures': { type: 'boolean', default: false },
  },
});
if (!['onnx', 'onnx-web', 'cpu'].includes(options.backend)) {
  console.error(`--backend: expected 'onnx', 'onnx-web' or 'cpu', found '${options.backend}'`);
  process.exit(2);
}

// Below node_modules, so that the packages left out of the bundle are found.
const directory = mkdtempSync(fileURLToPath(new URL('../node_modules/.conformance-', import.meta.url)));
try {
  const outfile = join(directory, 'suite.mjs');
  // One bundle, so that the tests, the backends and the engine share one copy of tfjs-core.
  await build({
    entryPoints: [fileURLToPath(new URL('./suite.js', import.meta.url))],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    conditions: ['@polyvae/source'],
    external: ['onnxruntime-node', 'onnxruntime-web', 'jasmine-core'],
    // tfjs-core declares its test modules free of side effects.
    ignoreAnnotations: true,
    banner: {
      js: "import * as nodeModule from 'node:module'; const require = nodeModule.createRequire(import.meta.url);",
    },
    define: { BACKEND: JSON.stringify(options.backend) },
    logLevel: 'error',
  });
  const { runSuite } = await import(pathToFileURL(outfile).href);
  const start = performance.now();
  const results = await runSuite(options.filter);
  const seconds = (performance.now() - start) / 1000;
  const whole = options.filter === '';
  const { counts, problems } = judge(results, options.backend === 'cpu' ? {} : exclusions, whole);
  if (whole && options.backend === 'onnx') {
    const onBackend = results.filter(({ name, status }) => status === 'passed' && name.includes(' onnx {')).length;
    problems.push(...checkFigures(counts, onBackend, options['write-figures']));
  }
  for (const problem of problems) console.error(problem);
  console.log(
    `${options.backend}: ${counts.ran} tests ran, ${counts.passed} passed, ${counts.failed} failed, ` +
      `${counts.excluded} excluded, in ${seconds.toFixed(0)} s`,
  );
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
