import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { madeUpRun } from '../../test/made-up-run.js';
import { makeFolder } from '../make-folder.js';
import { UnitStore } from '../runner/unit-store.js';
import type { Figure } from './write-figure.js';
import { type ReportFiles, writeReport } from './write-report.js';

const out = mkdtempSync(path.join(tmpdir(), 'polyvae-'));
const result = madeUpRun();
const figure: Figure = {
  number: '1',
  title: 'A < B',
  caption: 'Of figure 1.',
  svg: '<svg viewBox="0 0 1 1"></svg>',
  notes: ['A note.'],
};
let files: ReportFiles;
let page: string;

beforeAll(async () => {
  const { train } = result.plan[0]!.units;
  const folder = new UnitStore(out).directory(train);
  makeFolder(folder);
  for (const name of ['run.json', 'log.jsonl']) writeFileSync(path.join(folder, name), '');
  files = await writeReport(result, { out, profile: 'smoke', data: 'synthetic', figures: [figure] });
  page = readFileSync(files.html, 'utf8');
});

describe('the page', () => {
  test('says what was run, on what, and what is reduced', () => {
    expect(page).toContain('<h1>Multimodal VAEs on MNIST-SVHN-Text</h1>');
    expect(page).toContain('Two models on MNIST-SVHN-Text, trained with one seed under the profile “smoke”');
    expect(page).toContain('<dd>MMVAE, mmJSD.</dd>');
    expect(page).toContain('2026-01-02 03:04 UTC, 12s');
    expect(page).toContain('made-up digits');
    expect(page).toContain('0 units computed in this run, 17 reused from earlier ones; 17m00s of computing');
    expect(page).toContain('<li>2 steps.</li>');
  });

  test('has every table, figure and model in its contents', () => {
    expect(page).toMatch(/<th scope="row">mnist \(M\) <em title="computed 2026-01-02 03:04 UTC">reused<\/em>/);
    for (const id of ['at-a-glance', 'claims', 'table-1', 'table-2', 'figure-1', 'mst-mmvae', 'mst-mmjsd', 'judges']) {
      expect(page).toContain(`href="#${id}"`);
      expect(page).toContain(`id="${id}"`);
    }
  });

  test('needs nothing from elsewhere, and leaves nothing unsaid', () => {
    expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    expect(page).not.toMatch(/<script|<link|@import|url\(/);
    expect(page.replace(/data:image\/png;base64,[^"]*/g, '')).not.toMatch(/undefined|NaN|null|\[object/);
    expect(page).not.toContain('raw <pixels>');
  });

  test('links to files beside it and in the results folder, to those only that there are', () => {
    const links = [...page.matchAll(/href="([^#"][^"]*)"/g)].map(([, link]) => link!);
    expect(links).toContain('table-1.csv');
    expect(links).toContain('table-2.tex');
    const elsewhere = links.filter((link) => link.startsWith('..'));
    expect(elsewhere).toHaveLength(2);
    for (const link of [...elsewhere, 'table-1.csv', 'table-1.json', 'table-1.tex']) {
      expect(existsSync(path.join(files.directory, decodeURIComponent(link)))).toBe(true);
    }
  });
});

test('what failed is said, and the rest is shown', async () => {
  const failed = madeUpRun({ failing: ['train', 'classifier', 'quality'] });
  const { html } = await writeReport(failed, { out, profile: 'failed', data: 'DIR' });
  expect(html).toContain('failed-files');
  const text = readFileSync(html, 'utf8');
  expect(text).toContain('Some work failed');
  expect(text).toContain('Not trained: no &lt;train&gt;.');
  expect(text).toContain('failed: no &lt;classifier&gt;');
  expect(text).toContain('Latent space');
  expect(text).not.toContain('Quality of images');
});

test('Markdown has tables, claims, figures and models', () => {
  const markdown = readFileSync(files.markdown, 'utf8');
  for (const part of [
    '| mmJSD',
    'cannot be told: Given two modalities',
    '![Figure 1](figure-1.svg)',
    '### MMVAE',
    '- 2 steps.',
  ]) {
    expect(markdown).toContain(part);
  }
});

test('of several seeds the models of the first are shown', async () => {
  const { html } = await writeReport(madeUpRun({ seeds: [3, 4] }), { out, profile: 'seeds', data: 'synthetic' });
  const text = readFileSync(html, 'utf8');
  expect(text.match(/<article class="model"/g)).toHaveLength(2);
  expect(text).toContain('seed 3');
  expect(text).not.toContain('seed 4');
});
