import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { JobStore } from '@polyvae/jobs';
import { beforeAll, describe, expect, test } from 'vitest';
import { type MadeUpOptions, madeUpRun } from '../../test/made-up-run.js';
import { tables as specs } from '../paper/tables/registry.js';
import { buildTables } from '../results/build-table.js';
import type { Figure } from '../results/figure.js';
import { writeFigure } from './write-figure.js';
import { type ReportFiles, writeReport } from './write-report.js';

const out = mkdtempSync(path.join(tmpdir(), 'polyvae-'));
const run = madeUpRun();
const figure: Figure = {
  number: '1',
  title: 'A < B',
  caption: 'Of figure 1.',
  parts: [{ type: 'pictures', rows: [{ label: '', heading: 'mm<JSD>', texts: ['one'] }] }],
  notes: ['A <note>.'],
  context: { profile: 'smoke', data: 'made-up digits', backend: 'made up', seeds: [1], reductions: [] },
};
let files: ReportFiles;
let page: string;

async function pageOf(options: MadeUpOptions, into: string): Promise<string> {
  const own = madeUpRun(options);
  const { html } = await writeReport(own, { out: path.join(out, into), tables: buildTables(specs, own) });
  return readFileSync(html, 'utf8');
}

beforeAll(async () => {
  const folder = new JobStore(out).directory(run.plan[0]!.training);
  mkdirSync(folder, { recursive: true });
  for (const name of ['run.json', 'log.jsonl']) writeFileSync(path.join(folder, name), '');
  const tables = buildTables(
    specs.filter(({ number }) => ['1', '2'].includes(number)),
    run,
  );
  files = await writeReport(run, { out, tables, figures: [figure] });
  page = readFileSync(files.html, 'utf8');
});

describe('the page', () => {
  test('says what was run, on what, and what is reduced', () => {
    expect(page).toContain('<h1>Multimodal VAEs on MNIST-SVHN-Text</h1>');
    expect(page).toContain('Two models on MNIST-SVHN-Text, trained with one seed under the profile “smoke”');
    expect(page).toContain('<dd>MMVAE, mmJSD.</dd>');
    expect(page).toContain('2026-01-02 03:04 UTC, 12s');
    expect(page).toContain('made-up digits');
    expect(page).toContain('0 jobs computed in this run, 17 reused from earlier ones; 17m00s of computing');
    expect(page.match(/<li>(?:Reduced: )?2 steps\.<\/li>/g)).toHaveLength(1);
  });

  test('begins with what was learned and how many claims hold, then pictures, tables, and the rest', () => {
    const [begin] = page.split('<main');
    expect(begin).toContain(
      '<p class="learned">A linear classifier reads the digit off mmJSD’s joint latents for 98\u00a0%',
    );
    expect(begin).toContain('synthetic digits stand in for MNIST and SVHN, drawn from a seed. All of it took 17m00s');
    expect(begin).toMatch(/(?:Of|None of the) \d+ claims that the paper makes/);
    const sections = [...page.matchAll(/<section id="([^"]*)"/g)].map(([, id]) => id);
    expect(sections).toEqual(['pictures', 'tables', 'claims', 'models', 'judges']);
  });

  test('has every table, figure and model in its contents', () => {
    expect(page).toMatch(/<th scope="row">mnist \(M\) <em title="computed 2026-01-02 03:04 UTC">reused<\/em>/);
    for (const id of ['claims', 'table-1', 'table-2', 'figure-1', 'mst-mmvae', 'mst-mmjsd', 'judges']) {
      expect(page).toContain(`href="#${id}"`);
      expect(page).toContain(`id="${id}"`);
    }
  });

  test('has what the jobs of a model show, details folded away', () => {
    const [, model] = page.split('<div id="mst-mmjsd">');
    const headings = [...model!.matchAll(/<h4>([^<]*)</g)].map(([, title]) => title);
    expect(headings).toEqual(['What it generates', 'Latent space', 'Quality of images', 'Learning curves', 'Details']);
    const details = [...model!.split('</article>')[0]!.matchAll(/<summary>([^<]*)</g)].map(([, title]) => title);
    expect(details).toEqual([
      'Which classes are generated: confusion matrices',
      'Log-likelihoods with standard errors',
      'Settings',
      'Configuration, logs and results',
    ]);
  });

  test('needs nothing from elsewhere, and leaves nothing unsaid', () => {
    expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    expect(page).not.toMatch(/<script|<link|@import|url\(/);
    expect(page.replace(/data:image\/\w+;base64,[^"]*/g, '')).not.toMatch(/undefined|NaN|null|\[object/);
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
  const text = await pageOf({ failing: ['train', 'judge', 'quality'] }, 'failed');
  expect(text).toContain('Some work failed');
  expect(text).toContain('Not trained: no &lt;train&gt;.');
  expect(text).toContain('failed: no &lt;judge&gt;');
  expect(text).toContain('Latent space');
  expect(text).not.toContain('Quality of images');
});

test('Markdown has tables, claims, figures and models', () => {
  const markdown = readFileSync(files.markdown, 'utf8');
  for (const part of [
    '| mmJSD',
    'cannot be told: Given two modalities',
    '](figure-1.svg)',
    '### MMVAE',
    '- 2 steps.',
  ]) {
    expect(markdown).toContain(part);
  }
  const places = ['reads the digit off', '- 2 steps.', '![Figure 1. ', '## Table 1', 'cannot be told: ', '## Models'];
  const found = places.map((part) => markdown.indexOf(part));
  expect(found).toEqual(found.toSorted((a, b) => a - b));
  expect(markdown.match(/2 steps\./g)).toHaveLength(1);
});

test('of several seeds the models of the first are shown', async () => {
  const text = await pageOf({ seeds: [3, 4] }, 'seeds');
  expect(text.match(/<article class="model"/g)).toHaveLength(2);
  expect(text).toContain('seed 3');
  expect(text).not.toContain('seed 4');
});

describe('the files of a figure', () => {
  test('of pictures are an SVG with its own colours and a page', async () => {
    const [svg, html, ...others] = await writeFigure(figure, run, { out });
    expect(others).toEqual([]);
    expect(svg).toBe(path.join(files.directory, 'figure-1.svg'));
    expect(readFileSync(svg!, 'utf8')).toMatch(/^<svg [^>]*><style>svg\{[^<]*background:#fff.*mm&lt;JSD&gt;/s);
    const text = readFileSync(html!, 'utf8');
    expect(text).toContain('<h1>Figure 1. A &lt; B</h1>');
    expect(text).toContain('<li>A &lt;note&gt;.</li>');
  });

  test('with numbers are also Markdown, CSV and JSON', async () => {
    const points = [0.1, 0.2].map((x) => ({ at: x, experiment: 'mst-mmjsd', ours: 2 * x, values: [2 * x] }));
    const series = [{ name: 'two', points: points.map(({ at, ours }) => [at, ours] as const), spread: [0.1, 0.2] }];
    const charted: Figure = {
      ...figure,
      number: '3',
      parts: [{ type: 'lines', panels: [{ title: 'Latents', series }], xTitle: 'β' }],
      numbers: {
        atTitle: 'β',
        charts: [{ title: 'Latents', metric: { name: 'accuracy', digits: 2 }, lines: [{ label: 'two', points }] }],
      },
    };
    const written = await writeFigure(charted, run, { out });
    expect(written.map((file) => path.extname(file)).sort()).toEqual(['.csv', '.html', '.json', '.md', '.svg']);
    const svg = readFileSync(written.find((file) => file.endsWith('.svg'))!, 'utf8');
    expect(svg).toContain('stroke="var(--line-1)"');
    // An error bar for each point.
    expect(svg.match(/<line [^>]*stroke="var\(--line-1\)"/g)).toHaveLength(2);
    expect(svg).toContain('>Latents<');
  });
});
