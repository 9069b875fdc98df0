import { Rng } from '@polyvae/random';
import { expect, test } from 'vitest';
import { incomplete } from './incomplete.js';

const modalities = ['mnist', 'svhn', 'text'];
const source = { size: 700, get: () => ({}) };

function masks(share: number): string[] {
  const { present } = incomplete(source, { share, modalities, rng: Rng.fromSeed(1) }).get(
    Uint32Array.from({ length: 700 }, (_, i) => i),
  );
  return Array.from({ length: 700 }, (_, row) => modalities.map((key) => present![key]![row]).join(''));
}

test('a share of the items lacks modalities, every proper subset stays as often', () => {
  const found = masks(0.6);
  const counts = new Map<string, number>();
  for (const mask of found) counts.set(mask, (counts.get(mask) ?? 0) + 1);
  expect(counts.get('111')).toBe(280);
  expect(counts.has('000')).toBe(false);
  // 420 items in six subsets: 70 ± 7.6 of each.
  for (const mask of ['001', '010', '011', '100', '101', '110']) {
    expect(Math.abs(counts.get(mask)! - 70)).toBeLessThan(4 * 7.6);
  }
  expect(masks(0).every((mask) => mask === '111')).toBe(true);
  expect(masks(1).some((mask) => mask === '111')).toBe(false);
});

test('an item lacks the same modalities whenever it comes', () => {
  const data = incomplete(source, { share: 0.5, modalities, rng: Rng.fromSeed(2) });
  const [a, b] = [data.get(Uint32Array.of(5, 9, 40)), data.get(Uint32Array.of(40, 5, 9))];
  for (const key of modalities) {
    const [x, y] = [a.present![key]!, b.present![key]!];
    expect([...y]).toEqual([x[2], x[0], x[1]]);
  }
});
