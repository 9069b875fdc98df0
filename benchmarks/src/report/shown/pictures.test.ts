import { expect, test } from 'vitest';
import type { PictureRow } from '../../jobs/shown.js';
import { pictureGrid, picturePanels, picturesSvg } from './pictures.js';

test('pictures and texts stand in one SVG that refers to nothing outside', () => {
  const tiles = ['data:image/png;base64,AA', 'data:image/png;base64,BB'];
  const rows = [
    { label: 'S → M', heading: 'A & B', tiles },
    { label: 'T', texts: [' one', 'two '] },
  ];
  const text = picturesSvg(rows, 'A "title"');
  expect(text.match(/<image /g)).toHaveLength(2);
  expect(text).toContain('A &amp; B');
  expect(text).toContain('·one');
  expect(text).toContain('aria-label="A &quot;title&quot;"');
  expect(text).not.toMatch(/href="(?!data:image\/png)/);
});

test('a long caption is broken into lines above its row', () => {
  const caption = 'attractive, '.repeat(12).trim();
  const { content, height } = pictureGrid([{ label: '', caption, texts: ['a', 'b', 'c'] }]);
  const lines = [...content.text.matchAll(/font-size="10">([^<]*)</g)].map(([, line]) => line);
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.join(' ')).toBe(caption);
  expect(height).toBe(13 * lines.length + 20 + 4);
});

const row: PictureRow = { label: '', tiles: ['data:image/png;base64,', 'data:image/png;base64,'] };

test('squares without labels stand three in a line', () => {
  const panels = ['A', 'B', 'C', 'D'].map((heading) => [{ ...row, heading }, row]);
  const { content, width } = picturePanels(panels);
  const places = [...content.text.matchAll(/<svg x="(\d+)" y="(\d+)"/g)].map(([, x, y]) => [Number(x), Number(y)]);
  const [, b, , d] = places;
  // Two pictures of 46 and 24 between.
  expect(places.map(([x]) => x)).toEqual([0, 116, 232, 0]);
  expect(width).toBe(232 + 92);
  expect(b![1]).toBe(0);
  expect(d![1]).toBeGreaterThan(92);
  for (const [first] of panels) expect(content.text).toContain(`>${first!.heading}</text>`);
});

test('rows with labels or captions stand below each other, each panel under its heading', () => {
  for (const own of [{ label: '→ S' }, { caption: 'smiling' }]) {
    const { content } = picturePanels(['A', 'B', 'C'].map((heading) => [{ ...row, ...own, heading }]));
    expect(content.text).not.toContain('<svg');
    expect(content.text.match(/font-weight="bold"/g)).toHaveLength(3);
  }
});

test('line breaks and what steers in a text keep its place and the file whole', () => {
  const hostile = 'a\r\nb\tc\u001b\u202e</text><script>';
  const svg = picturesSvg([{ label: hostile, heading: hostile, caption: hostile, texts: [hostile] }], hostile);
  expect(svg).toContain('>a↵b⇥c\\u001b\\u202e&lt;/text&gt;&lt;script&gt;</text>');
  expect(svg).not.toContain('<script');
  expect(svg.replaceAll('\n', '').replaceAll('\t', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
});
