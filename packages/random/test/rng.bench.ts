import { bench } from 'vitest';
import { Rng } from '../src/rng.js';

const rng = Rng.fromSeed(1);

bench('a million normals', () => {
  rng.normals(1_000_000);
});

bench('a million uniforms', () => {
  rng.uniforms(1_000_000);
});

bench('a million Laplace numbers', () => {
  rng.laplaces(1_000_000);
});
