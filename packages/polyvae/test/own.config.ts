import { arraySource } from '@polyvae/datasets';
import { denseModality, mmjsd } from '@polyvae/models';
import { defineTraining } from 'polyvae';

const rows = Array.from({ length: 40 }, (_, i) => [Math.sin(i), Math.cos(i)]);

/** A training of two small modalities, of which some rows lack the second. */
export default defineTraining({
  epochs: 2,
  batchSize: 10,
  description: 'points on a circle',
  data: () => arraySource({ place: rows, height: rows.map(([y], i) => (i % 3 === 0 ? null : [y!])) }),
  validation: () => arraySource({ place: rows.slice(0, 5), height: rows.slice(0, 5).map(([y]) => [y!]) }),
  model: ({ rng }) =>
    mmjsd({
      modalities: {
        place: denseModality({ shape: 2, hidden: [8] }),
        height: denseModality({ shape: 1, hidden: [8] }),
      },
      latent: { shared: 2 },
      rng,
    }),
});
