#!/usr/bin/env node
// Runs tfjs-core's own tests in headless Chromium on the backend's WebAssembly, in the page, with one thread. Usage:
// node conformance/run-in-browser.js [--filter TEXT]. Needs Chromium (CHROMIUM=path, or /usr/bin/chromium).
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { launchChromium } from '../../../scripts/browser/launch-chromium.js';
import { serve } from '../../../scripts/browser/serve.js';
import { browserExclusions, exclusions } from './exclusions.js';
import { judge } from './verdict.js';

const { values: options } = parseArgs({ options: { filter: { type: 'string', default: '' } } });
const require = createRequire(import.meta.url);
const folder = fileURLToPath(new URL('.', import.meta.url));

/** Jasmine as a page has it: its entry for Node reads files. */
const jasmine = {
  name: 'jasmine',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^jasmine-core$/ }, () => ({ path: 'jasmine', namespace: 'page' }));
    onLoad({ filter: /^jasmine$/, namespace: 'page' }, () => ({
      contents: `import requireJasmine from ${JSON.stringify(require.resolve('jasmine-core/lib/jasmine-core/jasmine.js'))};
        export default {
          boot() {
            const jasmine = requireJasmine.core(requireJasmine);
            Object.assign(globalThis, requireJasmine.interface(jasmine, jasmine.getEnv({ suppressLoadErrors: true })));
            return jasmine;
          },
        };`,
      resolveDir: folder,
    }));
  },
};

const directory = mkdtempSync(fileURLToPath(new URL('../node_modules/.conformance-', import.meta.url)));
let server;
let browser;
try {
  await build({
    stdin: {
      contents: "import { runSuite } from './suite.js'; window.runSuite = runSuite;",
      resolveDir: folder,
    },
    outfile: join(directory, 'suite.js'),
    bundle: true,
    format: 'esm',
    platform: 'browser',
    mainFields: ['module', 'main'],
    conditions: ['@polyvae/source'],
    external: ['module', 'worker_threads'],
    // tfjs-core declares its test modules free of side effects.
    ignoreAnnotations: true,
    minifySyntax: true,
    define: { BACKEND: '"onnx-web"', global: 'globalThis' },
    plugins: [jasmine],
    logLevel: 'error',
  });
  writeFileSync(
    join(directory, 'page.html'),
    '<!doctype html><meta charset="utf-8"><title>conformance</title><script type="module" src="suite.js"></script>',
  );
  server = await serve(directory, dirname(require.resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm')));
  browser = await launchChromium();
  const tab = await browser.newPage();
  tab.on('pageerror', ({ message }) => console.error(message));
  await tab.goto(`${server.address}/page.html`);
  await tab.waitForFunction(() => window.runSuite !== undefined, undefined, { timeout: 60_000 });
  const start = performance.now();
  const results = await tab.evaluate((filter) => window.runSuite(filter), options.filter);
  const { counts, problems } = judge(results, { ...exclusions, ...browserExclusions }, options.filter === '');
  for (const problem of problems) console.error(problem);
  console.log(
    `onnx-web in Chromium ${browser.version()}: ${counts.ran} tests ran, ${counts.passed} passed, ${counts.failed} failed, ` +
      `${counts.excluded} excluded, in ` +
      `${((performance.now() - start) / 1000).toFixed(0)} s`,
  );
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  await browser?.close();
  server?.close();
  rmSync(directory, { recursive: true, force: true });
}
