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

  test('a stream that `derive` returns is a result, and shifts no other', () => {
    const code = (rng: Rng): unknown => {
      rng.derive((stream) => stream.fork('result'));
      return [rng.fork('a').normals(2), rng.normals(2)];
    };
    const tape = new DrawTape();
    code(tape.record(Rng.fromSeed(1)));
    const replayed = tape.replay(Rng.fromSeed(2)).filter((result) => result instanceof Float32Array);
    expect(replayed).toEqual(code(Rng.fromSeed(2)));
  });

  test('a draw that fails is not noted', () => {
    const tape = new DrawTape();
    const rng = tape.record(Rng.fromSeed(1));
    expect(() => rng.uniforms(-1)).toThrow(RangeError);
    expect(tape.decides).toBe(true);
    const values = rng.normals(2);
    expect(tape.results.indexOf(values)).toBe(0);
    expect(tape.replay(Rng.fromSeed(2))).toEqual([Rng.fromSeed(2).normals(2)]);
  });

  test.each<[string, boolean, (rng: Rng) => unknown]>([
    ['uint32', true, (rng) => rng.uint32()],
    ['uniform', true, (rng) => rng.uniform()],
    ['normal', true, (rng) => rng.normal()],
    ['laplace', true, (rng) => rng.split().laplace()],
    ['integer', true, (rng) => rng.integer(0, 3)],
    ['categorical', true, (rng) => rng.fork('a').categorical([0.5, 0.5])],
    ['permutation', true, (rng) => rng.permutation(3)],
    ['save', true, (rng) => rng.save()],
    ['arrays', false, (rng) => [rng.uniforms(2), rng.fork('a').normals(1), rng.split().laplaces(3)]],
    ['derive', false, (rng) => rng.derive((stream) => [stream.uniform(), stream.permutation(3)])],
  ])('%s: code may decide by it: %s', (_, decides, code) => {
    const tape = new DrawTape();
    code(tape.record(Rng.fromSeed(1)));
    expect(tape.decides).toBe(decides);
  });

  test('a stream under recording keeps its state readable, and refuses another', () => {
    const rng = new DrawTape().record(Rng.fromSeed(1));
    expect(rng.save()).toEqual(Rng.fromSeed(1).save());
    expect(() => rng.load(Rng.fromSeed(2).save())).toThrow(/being recorded/);
  });
});
