import { expect, test } from 'vitest';
import type { Shown } from '../../jobs/shown.js';
import { drawSection, drawShown } from './draw-shown.js';

const draw = async (part: Shown): Promise<string> => (await drawShown(part, 'mmJSD')).text;
const captions = (text: string): string[] => [...text.matchAll(/<figcaption>([^<]*)</g)].map(([, title]) => title!);
const legends = (text: string): string[][] =>
  [...text.matchAll(/<ul class="legend">(.*?)<\/ul>/gs)].map(([, items]) =>
    [...items!.matchAll(/<\/svg>([^<]*)</g)].map(([, name]) => name!),
  );

const points = [
  [0, 1],
  [1, 0],
] as const;

test('headings and texts are escaped', async () => {
  expect(await draw({ type: 'heading', text: 'A & B' })).toBe('<h5>A &amp; B</h5>');
  expect(await draw({ type: 'text', text: 'x < y', small: true })).toBe('<p class="small">x &lt; y</p>');
});

test('lines: one legend where all charts have the same lines', async () => {
  const series = ['training', 'held out'].map((name) => ({ name, points }));
  const panels = ['loss', 'reconstruction M'].map((title) => ({ title, series }));
  const text = await draw({ type: 'lines', panels, xTitle: 'step' });
  expect(captions(text)).toEqual(['loss', 'reconstruction M']);
  expect(legends(text)).toEqual([['training', 'held out']]);
  expect(text.match(/<path[^>]*stroke="var\(--line-2\)"/g)).toHaveLength(2);
  expect(text).toContain('aria-label="mmJSD: loss by step"');
});

test('lines: a legend each where charts have different lines', async () => {
  const panels = ['M', 'S'].map((name) => ({ title: `from ${name}`, series: [{ name, points }] }));
  const text = await draw({ type: 'lines', panels, xTitle: 'recall', yTitle: 'precision', unitSquare: true });
  expect(legends(text)).toEqual([['M'], ['S']]);
  expect(text).toContain('class="panels curves"');
});

test('scatters: a square each, below the names of the classes', async () => {
  const panels = ['M', 'joint (M,S)'].map((title) => ({
    title,
    points,
    labels: [0, 1],
    below: '75 % of the variance',
  }));
  const text = await draw({ type: 'scatter', classes: ['zero', 'one'], panels });
  expect(captions(text)).toEqual(['M', 'joint (M,S)']);
  expect(legends(text)).toEqual([['zero', 'one']]);
  expect(text.match(/<p>75 % of the variance<\/p>/g)).toHaveLength(2);
  expect(text).toContain('aria-label="mmJSD: latents given M"');
});

test('heat maps: a matrix each, with what is said below', async () => {
  const counts = [
    [3, 1],
    [0, 4],
  ];
  const text = await draw({ type: 'heat-maps', maps: [{ title: 'S→M: 88 %', counts, below: 'most often 25 %' }] });
  expect(captions(text)).toEqual(['S→M: 88 %']);
  expect(text).toContain('<p>most often 25 %</p>');
  expect(text).toContain('aria-label="mmJSD, S→M: 88 % agree"');
});

test('tables: groups with titles, headings of rows, numbers with their places, dashes for none', async () => {
  const row = ['M', { value: -12.34, digits: 1, bold: true }, { value: Number.NaN, digits: 1 }, '1,000'] as const;
  const head = ['given', 'log p(X)', 'error', 'items'];
  const text = await draw({ type: 'table', label: 'Likelihoods', head, groups: [{ title: 'Mixture', rows: [row] }] });
  expect(text).toContain('aria-label="Likelihoods of mmJSD"');
  expect(text).toContain('<th colspan="4" scope="rowgroup"><span>Mixture</span></th>');
  expect(text).toContain('<th scope="row">M</th><td><b>−12.3</b></td><td>–</td><td>1,000</td>');
});

test('pictures scroll by themselves', async () => {
  const text = await draw({ type: 'pictures', rows: [{ label: 'T', texts: [' one'] }] });
  expect(text).toMatch(/^<div class="scroll"[^>]*aria-label="Generations of mmJSD"/);
  expect(text).toContain('class="grid"');
});

test('details are folded away', async () => {
  const parts: Shown[] = [{ type: 'text', text: 'Nats.' }];
  expect((await drawSection({ title: 'Likelihoods', parts }, '')).text).toMatch(/^<h4>Likelihoods<\/h4>\s+<p>Nats/);
  const { text } = await drawSection({ title: 'Likelihoods', folded: true, parts }, '');
  expect(text).toMatch(/^<details><summary>Likelihoods<\/summary>\s+<p>Nats/);
});
