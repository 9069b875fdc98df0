#!/usr/bin/env node
// The browser-safe packages bundled for a browser, run in headless Chromium, and compared with the same computation in
// Node; and the example page trains, which needs what is published (dist/). Needs Chromium (CHROMIUM=path, or /usr/bin/chromium).
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { launchChromium } from './browser/launch-chromium.js';
import { trainPage } from './browser/train-page.js';

const root = resolve(fileURLToPath(new URL('..', import.meta.url)));
const directory = mkdtempSync(join(root, 'scripts', '.browser-'));
try {
  const common = { bundle: true, format: 'esm', conditions: ['@polyvae/source'], logLevel: 'warning', minify: true };
  // The workspace root does not depend on the packages; benchmarks does, so imports resolve from there.
  const nodePaths = [join(root, 'benchmarks', 'node_modules')];
  const { metafile } = await build({
    ...common,
    nodePaths,
    metafile: true,
    platform: 'browser',
    entryPoints: [join(root, 'scripts/browser/page.ts')],
    outfile: join(directory, 'page.js'),
  });
  await build({
    ...common,
    nodePaths,
    platform: 'node',
    mainFields: ['module', 'main'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    entryPoints: [join(root, 'scripts/browser/same-everywhere.ts')],
    outfile: join(directory, 'node.mjs'),
  });
  const page = join(directory, 'page.html');
  writeFileSync(page, '<!doctype html><meta charset="utf-8"><title>check</title><script src="page.js"></script>');

  const { computeOutcome } = await import(pathToFileURL(join(directory, 'node.mjs')).href);
  const inNode = await computeOutcome();

  const browser = await launchChromium(['--allow-file-access-from-files']);
  try {
    const tab = await browser.newPage();
    const errors = [];
    tab.on('pageerror', (error) => errors.push(error.message));
    await tab.goto(pathToFileURL(page).href);
    const inBrowser = await tab
      .evaluate(() => window.outcome)
      .catch((error) => {
        throw new Error(`${error.message}\n${errors.join('\n')}`);
      });
    const problems = [];
    for (const [name, value] of Object.entries(inNode.exact)) {
      if (JSON.stringify(value) !== JSON.stringify(inBrowser.exact[name])) problems.push(`${name} differs from Node's`);
    }
    for (const [name, value] of Object.entries(inNode.close)) {
      if (!(Math.abs(value - inBrowser.close[name]) <= 1e-5)) {
        problems.push(`${name}: ${inBrowser.close[name]} in the browser, ${value} in Node`);
      }
    }
    if (inBrowser.close.generated !== inBrowser.close.reloaded)
      problems.push('reloaded weights generate something else');
    const kilobytes = Math.round(Object.values(metafile.outputs).reduce((sum, { bytes }) => sum + bytes, 0) / 1024);
    console.log(`Chromium ${browser.version()}, bundle ${kilobytes} kB with TensorFlow.js`);
    for (const problem of problems) console.error(`FAILED ${problem}`);
    if (problems.length === 0) console.log('ok     the browser computes what Node computes');
    process.exitCode = problems.length === 0 ? 0 : 1;
    const status = await trainPage(join(root, 'examples/page-that-trains'), browser);
    console.log(`ok     examples/page-that-trains: ${status}`);
  } finally {
    await browser.close();
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
