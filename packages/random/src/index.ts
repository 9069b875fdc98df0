/**
 * Seeded, splittable random numbers that are the same on every platform.
 * @packageDocumentation
 */
export { DrawTape } from './draw-tape.js';
export { Rng } from './rng.js';
export type { RngState } from './rng-state.js';
