import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { blockAssignment, renormaliseFloat32 } from './block-assignment.js';
import { float32Sum } from './float32-sum.js';

interface Block {
  readonly alpha: number[];
  readonly batch: number;
  readonly priorZeroed: boolean;
  readonly counts: number[];
}
const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8'));
const { blocks, roundingSensitive } = read('published.json') as Record<'blocks' | 'roundingSensitive', Block[]>;

function countsOf(assignment: ArrayLike<number>, experts: number): number[] {
  return Array.from({ length: experts }, (_, k) => Array.from(assignment).filter((own) => own === k).length);
}

describe('blockAssignment', () => {
  test.each([...blocks, ...roundingSensitive])('published blocks of %j', ({ alpha, batch, priorZeroed, counts }) => {
    const weights = renormaliseFloat32(alpha);
    const used = priorZeroed ? renormaliseFloat32([0, ...weights.slice(1)]) : weights;
    const assignment = [...blockAssignment(batch, used)];
    expect(countsOf(assignment, alpha.length)).toEqual(counts);
    expect(assignment).toEqual([...assignment].sort((a, b) => a - b));
  });

  test('float32 sums are added up as PyTorch does', () => {
    for (const { weights, sum } of read('float32-sums.json') as { weights: number[]; sum: number }[]) {
      expect(float32Sum(weights)).toBe(Math.fround(sum));
    }
  });

  test('bad input is named', () => {
    expect(() => blockAssignment(4, [0.5, 0.1])).toThrow(/blockAssignment: weights must sum to 1/);
    expect(() => blockAssignment(1.5, [1])).toThrow(/batchSize/);
    expect(() => renormaliseFloat32([])).toThrow();
  });
});
