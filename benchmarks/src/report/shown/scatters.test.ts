import { expect, test } from 'vitest';
import { drawScatters } from './scatters.js';

test('each class is one path of dots with its name at the median', async () => {
  const points = [
    [0, 0],
    [0, 1],
    [4, 2],
    [0, 2],
  ] as const;
  const panel = { title: 'A & B', points, labels: [0, 0, 1, 0] };
  const drawn = await drawScatters({ type: 'scatter', classes: ['0', '<1>', '2'], panels: [panel] }, 'mmJSD');
  const svg = drawn.text.slice(drawn.text.indexOf('<figure>'));
  // Four wide and two high: the square's height is not filled. Up is up.
  expect(svg).toMatch(/<path d="M7.2,161.4ZM7.2,110ZM7.2,58.6Z" stroke="var\(--c0\)"/);
  expect(svg.match(/<path [^>]*stroke="var\(--c\d\)"/g)).toHaveLength(2);
  // Each name on its halo.
  expect(svg.match(/transform="translate\(7.2,11\d[\d.]*\)"[^>]*>0</g)).toHaveLength(2);
  expect(svg.match(/transform="translate\(212.8,6\d[\d.]*\)"[^>]*>&lt;1&gt;</g)).toHaveLength(2);
  expect(svg).toContain('aria-label="mmJSD: latents given A &amp; B"');
});

test('points that coincide are in the middle', async () => {
  const panel = { title: '', points: [[3, 3]] as const, labels: [0] };
  const { text } = await drawScatters({ type: 'scatter', classes: ['7'], panels: [panel] }, '');
  expect(text).toContain('M110,110Z');
});
