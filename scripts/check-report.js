#!/usr/bin/env node
// The report of `polyvae bench` in headless Chromium, on a phone and a desktop, light and dark: needs nothing from outside,
// fits the window, is short before anything is folded out, every link leads somewhere, every picture shows, every text can be read.
// Usage: check-report.js [--screenshots FOLDER] [--report FILE]; without a report one of the profile smoke is made.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { launchChromium } from './browser/launch-chromium.js';
import { reportProblems } from './browser/report-problems.js';

const { values } = parseArgs({ options: { screenshots: { type: 'string' }, report: { type: 'string' } } });
const root = resolve(fileURLToPath(new URL('..', import.meta.url)));

/** Bytes that a report may have, and pixels that its page may be tall on a desktop before anything is folded out. */
const largest = 3e6;
const tallest = 12_000;
const windows = [
  { name: 'phone', width: 390, height: 740 },
  { name: 'small phone', width: 360, height: 740 },
  { name: 'desktop', width: 1280, height: 900, tallest },
];

function makeReport(out) {
  const bin = join(root, 'packages', 'polyvae', 'bin', 'polyvae.js');
  const bench = ['bench', '--profile', 'smoke', '--out', out, '--json'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...bench], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`polyvae ${bench.join(' ')} ended with code ${status}:\n${stderr}`);
  return JSON.parse(stdout).report.html;
}

/** Links that lead to files, and to none that there is. */
async function brokenLinks(tab) {
  const links = await tab.$$eval('a[href]:not([href^="#"])', (all) => all.map(({ href }) => href));
  return links
    .filter((href) => !href.startsWith('file:') || !existsSync(fileURLToPath(href)))
    .map((href) => `no file for the link ${href}`);
}

/** What a reader who folds nothing out misses; runs inside the page. */
function unfoldedProblems() {
  const seen = (selector) => [...document.querySelectorAll(selector)].find((element) => element.checkVisibility());
  const order = ['.learned', 'header .lead', '#pictures svg image', 'table.results', '#models'].map((selector) => ({
    selector,
    top: seen(selector)?.getBoundingClientRect().top,
  }));
  return order.flatMap(({ selector, top }, i) => {
    if (top === undefined) return [`nothing shows of ${selector}`];
    return i > 0 && top < order[i - 1].top ? [`${selector} stands above ${order[i - 1].selector}`] : [];
  });
}

/** A picture of each part of the page; parts that are alike once. */
async function photograph(tab, folder, name) {
  mkdirSync(folder, { recursive: true });
  await tab.screenshot({ path: join(folder, `${name}-top.png`) });
  const parts = ['header', '#pictures', '#claims', '#table-2', '#table-4', '#figures', '#models', '#judges'];
  for (const part of parts) {
    const element = await tab.$(part);
    const file = `${name}-${part.replace(/\W+/g, '-').replace(/^-/, '')}.png`;
    if (element) await element.screenshot({ path: join(folder, file) });
  }
}

async function problemsOf(browser, { url, size }, { window, scheme }) {
  const context = await browser.newContext({ viewport: window, colorScheme: scheme, offline: true });
  const tab = await context.newPage();
  const problems = [];
  tab.on('pageerror', ({ message }) => problems.push(`error: ${message}`));
  tab.on('console', (message) => message.type() === 'error' && problems.push(`console: ${message.text()}`));
  tab.on('request', (request) => {
    if (request.url() !== url && !request.url().startsWith('data:')) problems.push(`request of ${request.url()}`);
  });
  await tab.goto(url);
  if (size > largest) problems.push(`${size} bytes, more than ${largest}`);
  const height = await tab.evaluate(() => document.scrollingElement.scrollHeight);
  if (height > (window.tallest ?? Number.POSITIVE_INFINITY))
    problems.push(`${height} px tall, more than ${window.tallest}`);
  problems.push(...(await tab.evaluate(unfoldedProblems)));
  if (values.screenshots) await photograph(tab, resolve(values.screenshots), `${window.name}-${scheme}`);
  problems.push(...(await tab.evaluate(reportProblems)), ...(await brokenLinks(tab)));
  await tab.keyboard.press('Tab');
  if ((await tab.evaluate(() => document.activeElement.className)) !== 'skip') {
    problems.push('the first tab does not reach the link past the contents');
  }
  // What is folded away must fit and be readable too.
  await tab.$$eval('details', (all) => {
    for (const one of all) one.open = true;
  });
  problems.push(...(await tab.evaluate(reportProblems)).map((problem) => `folded out: ${problem}`));
  await context.close();
  return problems;
}

const results = values.report ? undefined : mkdtempSync(join(tmpdir(), 'polyvae-report-'));
const browser = await launchChromium();
try {
  const report = resolve(values.report ?? makeReport(results));
  const { size } = statSync(report);
  const failures = [];
  for (const window of windows) {
    for (const scheme of ['light', 'dark']) {
      const page = { url: pathToFileURL(report).href, size };
      const problems = await problemsOf(browser, page, { window, scheme });
      failures.push(...problems.map((problem) => `${window.name}, ${scheme}: ${problem}`));
    }
  }
  console.log(`Chromium ${browser.version()}, report of ${Math.round(size / 1024)} kB`);
  for (const failure of new Set(failures)) console.error(`FAILED ${failure}`);
  if (failures.length === 0) console.log('ok     the report works offline, on a phone and a desktop, light and dark');
  process.exitCode = failures.length === 0 ? 0 : 1;
} finally {
  await browser.close();
  if (results) rmSync(results, { recursive: true, force: true });
}
