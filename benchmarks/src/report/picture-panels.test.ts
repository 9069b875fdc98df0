import { expect, test } from 'vitest';
import type { PictureRow } from './picture-grid.js';
import { picturePanels } from './picture-panels.js';

const row: PictureRow = { label: '', tiles: ['data:image/png;base64,', 'data:image/png;base64,'] };

test('squares without labels stand three in a line', () => {
  const panels = ['A', 'B', 'C', 'D'].map((title) => ({ title, rows: [row, row] }));
  const svg = picturePanels(panels, 'Random');
  const places = [...svg.matchAll(/<svg x="(\d+)" y="(\d+)"/g)].map(([, x, y]) => [Number(x), Number(y)]);
  const [, b, , d] = places;
  // Two pictures of 46 and 24 between.
  expect(places.map(([x]) => x)).toEqual([0, 116, 232, 0]);
  expect(b![1]).toBe(0);
  expect(d![1]).toBeGreaterThan(92);
  for (const { title } of panels) expect(svg).toContain(`>${title}</text>`);
});

test('rows with labels or captions stand below each other, each panel under its title', () => {
  for (const rows of [[{ ...row, label: '→ S' }], [{ ...row, caption: 'smiling' }]]) {
    const svg = picturePanels(
      ['A', 'B', 'C'].map((title) => ({ title, rows })),
      'Styles',
    );
    expect(svg.match(/<svg /g)).toHaveLength(1);
    expect(svg.match(/font-weight="bold"/g)).toHaveLength(3);
  }
});
