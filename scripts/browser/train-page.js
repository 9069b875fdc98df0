import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Builds the example page that trains, opens it and lets its worker train for an epoch.
 * @param {string} folder The example.
 * @param {import('playwright-core').Browser} browser
 * @returns {Promise<string>} Status that the page shows in the end.
 */
export async function trainPage(folder, browser) {
  const manifest = createRequire(join(folder, 'package.json')).resolve('vite/package.json');
  const { build, preview } = await import(pathToFileURL(join(manifest, '../dist/node/index.js')).href);
  const outDir = mkdtempSync(join(tmpdir(), 'polyvae-page-'));
  const common = { root: folder, logLevel: 'error', build: { outDir, emptyOutDir: true } };
  try {
    await build(common);
    const server = await preview({ ...common, preview: { port: 0, host: '127.0.0.1' } });
    try {
      const tab = await browser.newPage();
      await tab.goto(`${server.resolvedUrls.local[0]}?epochs=2&items=200`);
      await tab.waitForSelector('body[data-state="done"]', { timeout: 180_000 }).catch(async (error) => {
        throw new Error(`${folder}: ${await tab.textContent('#status')}\n${error.message}`);
      });
      const lit = await tab.evaluate(() => {
        const canvas = document.querySelector('canvas');
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return data.some((value, i) => i % 4 !== 3 && value > 0);
      });
      if (!lit) throw new Error(`${folder}: the canvas stayed black`);
      return (await tab.textContent('#status')) ?? '';
    } finally {
      await server.close();
    }
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}
