import { renormalise } from '@polyvae/divergences';
import { blockAssignment, renormaliseFloat32 } from '@polyvae/divergences/published-code';
import { type GoldenCase, type JsonObject, listAt, numberAt, numbersAt, objectAt } from './format.js';
import type { CaseContext } from './suite.js';

/** Weights divided by their sum, in double precision and as the published code rounds. */
export function checkRenormalise({ inputs, outputs }: GoldenCase, { comparison }: CaseContext): void {
  const weights = numbersAt(inputs, 'w');
  comparison.check('w', renormalise(weights), outputs.w, 'float64');
  const { f32 } = objectAt(outputs, 'w');
  const printed = (f32 as readonly number[]).map(Math.fround);
  comparison.same('w.f32', renormaliseFloat32(weights), printed);
}

/** The published assignment of consecutive blocks to components. */
export function checkBlocks({ outputs }: GoldenCase, { comparison }: CaseContext): void {
  const assign = (block: JsonObject): { alpha: number[]; assignment: Int32Array } => {
    const alpha = numbersAt(block, 'alpha');
    // As the published code does it: divided by the sum, the prior taken out, divided by the sum again.
    const weights = renormaliseFloat32(alpha);
    const used = block.prior_zeroed === true ? renormaliseFloat32([0, ...weights.slice(1)]) : weights;
    return { alpha, assignment: blockAssignment(numberAt(block, 'num_samples'), used) };
  };
  const countsOf = (alpha: readonly number[], assignment: Int32Array): number[] =>
    alpha.map((_, k) => assignment.filter((component) => component === k).length);
  listAt(outputs, 'blocks').forEach((block, i) => {
    const expected = block as JsonObject;
    const { alpha, assignment } = assign(expected);
    const counts = countsOf(alpha, assignment);
    const end = counts.map((_, k) => counts.slice(0, k + 1).reduce((sum, n) => sum + n, 0));
    const start = end.map((stop, k) => stop - counts[k]!);
    comparison.same(`blocks[${i}].counts`, counts, expected.counts);
    comparison.same(`blocks[${i}].start`, start, expected.start);
    comparison.same(`blocks[${i}].end`, end, expected.end);
    const inOrder = counts.flatMap((n, k) => new Array<number>(n).fill(k));
    comparison.same(`blocks[${i}] are consecutive`, [...assignment], inOrder);
  });
  listAt(outputs, 'rounding_sensitive').forEach((block, i) => {
    const expected = block as JsonObject;
    const { alpha, assignment } = assign(expected);
    comparison.same(`rounding_sensitive[${i}]`, countsOf(alpha, assignment), expected.counts_float32_official);
  });
}
