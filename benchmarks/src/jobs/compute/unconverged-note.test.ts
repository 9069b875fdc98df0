import { Rng } from '@polyvae/random';
import { expect, test } from 'vitest';
import { digitsData } from '../../datasets/digits-data.js';
import { facesData } from '../../datasets/faces-data.js';
import { scoringOf } from './scoring.js';
import { unconvergedNotes } from './unconverged-note.js';

test('nothing is said of searches that all converged', () => {
  expect(unconvergedNotes('mmJSD', 'linear probes', [], 7)).toEqual([]);
  expect(unconvergedNotes('mmJSD', 'linear probes', ['default mnist', 'default svhn'], 7)).toEqual([
    'mmJSD: 2 of 7 linear probes ended before the optimum (default mnist, default svhn), so that their values may be worse than the best there are.',
  ]);
});

test.each([digitsData, facesData])('linear probes say whether they converged', async ({ target }) => {
  const scoring = scoringOf(target);
  const rows = 40;
  const rng = Rng.fromSeed(1);
  const x = { data: Float32Array.from(rng.normals(4 * rows)), shape: [rows, 4] as [number, number] };
  const y = Uint8Array.from({ length: rows * scoring.width }, () => rng.integer(0, 2));
  expect(await scoring.probe({ x, y }, { x, y })).toMatchObject({ converged: true });
  expect(await scoring.probe({ x, y }, { x, y }, { maxIterations: 1 })).toMatchObject({ converged: false });
});
