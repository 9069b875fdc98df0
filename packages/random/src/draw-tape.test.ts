import { describe, expect, test } from 'vitest';
import { DrawTape, Rng } from './index.js';

/** Draws in every way there is. */
function draw(rng: Rng): unknown[] {
  const child = rng.fork('child');
  const first = [rng.normals(3), child.uniforms(2), rng.uint32(), rng.uniform(), rng.normal(), rng.laplace()];
  const other = rng.split();
  const second = [other.laplaces(2), rng.integer(3, 900), rng.categorical([0.2, 0.8]), other.permutation(5)];
  const third = rng.split().fork(3).normals(1);
  return [...first, ...second, third, child.derive((stream) => stream.uniforms(3).map((u) => (u < 0.5 ? 0 : 2)))];
}

const withoutStreams = (results: readonly unknown[]): unknown[] => results.filter((result) => !(result instanceof Rng));

describe('DrawTape', () => {
  test('recording changes nothing', () => {
    const [plain, recorded] = [Rng.fromSeed(5), Rng.fromSeed(5)];
    const tape = new DrawTape();
    const results = draw(tape.record(recorded));
    expect(results).toEqual(draw(plain));
    expect(recorded.save()).toEqual(plain.save());
    expect(tape.record.bind(tape, plain)).toThrow(/a recording already/);
    expect(withoutStreams(tape.results)).toEqual(results);
  });

  test('replaying gives what the code would have drawn from the other stream, and advances it the same', () => {
    const tape = new DrawTape();
    draw(tape.record(Rng.fromSeed(5)));
    tape.forget();
    expect(tape.results).toEqual([]);
    for (const seed of [6, 7]) {
      const [replayed, plain] = [Rng.fromSeed(seed), Rng.fromSeed(seed)];
      expect(withoutStreams(tape.replay(replayed))).toEqual(draw(plain));
      expect(replayed.save()).toEqual(plain.save());
    }
  });

  test('what was returned is what the tape holds, by identity', () => {
    const tape = new DrawTape();
    const values = tape.record(Rng.fromSeed(1)).normals(4);
    expect(tape.results[0]).toBe(values);
  });

  test('a stream under recording keeps its state readable, and refuses another', () => {
    const rng = new DrawTape().record(Rng.fromSeed(1));
    expect(rng.save()).toEqual(Rng.fromSeed(1).save());
    expect(() => rng.load(Rng.fromSeed(2).save())).toThrow(/being recorded/);
  });
});
