import { describe, expect, test } from 'vitest';
import { Rng, type RngState } from './index.js';

/** Every method once, in an order that leaves the stream in the middle of a block and of a pair of normals. */
function drawAll(rng: Rng): unknown[] {
  return [
    rng.uint32(),
    rng.normal(),
    rng.uniform(),
    rng.laplace(),
    rng.integer(-5, 12),
    rng.integer(0, 2 ** 40),
    [...rng.uniforms(3)],
    [...rng.normals(4)],
    [...rng.laplaces(2)],
    rng.categorical([0.2, 0, 0.5, 0.3]),
    [...rng.permutation(7)],
    rng.split().uint32(),
    rng.fork('child').uint32(),
  ];
}

describe('the stream', () => {
  // Written down on x64 Linux, Node 20; equality anywhere else is what these tests assert.
  test('has the stored values', () => {
    const rng = Rng.fromSeed(7);
    expect(drawAll(rng)).toEqual([
      2514791429,
      2.538283496710738,
      0.6163169409187516,
      1.7122597624159883,
      0,
      192164988914,
      [0.5960888266563416, 0.5457226037979126, 0.6918719410896301],
      [-0.6904498934745789, 0.11868804693222046, 0.6699436902999878, -1.2571218013763428],
      [0.9071204662322998, -1.6256928443908691],
      3,
      [2, 4, 5, 6, 1, 0, 3],
      3996052043,
      4011960708,
    ]);
    expect(drawAll(Rng.fromSeed('seven'))[0]).toBe(4200277313);
  });

  test('has the stored checksum over a long run', () => {
    const rng = Rng.fromSeed(2020);
    let hash = 0;
    const words = new Uint32Array(1);
    const float = new Float32Array(words.buffer);
    for (const x of rng.normals(100_000)) {
      float[0] = x;
      hash = (Math.imul(hash, 31) + words[0]!) >>> 0;
    }
    for (const x of rng.laplaces(100_000)) {
      float[0] = x;
      hash = (Math.imul(hash, 31) + words[0]!) >>> 0;
    }
    expect(hash).toBe(1725892699);
  });

  test('uses neither Math.random nor the functions whose last bits the standard leaves open', () => {
    const open = new Set(['random', 'log', 'log1p', 'log2', 'exp', 'expm1', 'sin', 'cos', 'tan', 'tanh', 'pow']);
    const original = Math;
    globalThis.Math = new Proxy(original, {
      get(target, name, receiver) {
        if (open.has(String(name))) throw new Error(`Math.${String(name)} was used`);
        return Reflect.get(target, name, receiver);
      },
    });
    try {
      expect(() => Math.log(2)).toThrow();
      expect(() => drawAll(Rng.fromSeed(1))).not.toThrow();
    } finally {
      globalThis.Math = original;
    }
  });

  test('differs between seeds, also between 1 and "1", and is refused for seeds that are no integers', () => {
    const seeds = [0, 1, -1, '1', '', 'a', 'ab', 'a\u0000', 2 ** 53 - 1, 2 ** 32, 2 ** 32 + 1, -(2 ** 32)];
    expect(new Set(seeds.map((seed) => Rng.fromSeed(seed).uint32())).size).toBe(seeds.length);
    expect(Rng.fromSeed(-0).uint32()).toBe(Rng.fromSeed(0).uint32());
    for (const seed of [0.5, Number.NaN, Infinity, 2 ** 53]) expect(() => Rng.fromSeed(seed)).toThrow(/seed.*integer/);
    expect(() => Rng.fromSeed(undefined as unknown as number)).toThrow(/seed must be a string or an integer/);
  });

  test('carries into the high word of the counter', () => {
    const state = { ...Rng.fromSeed(1).save(), counter: [0xffffffff, 5] as [number, number], position: 4 };
    const rng = Rng.restore(state);
    rng.uint32();
    expect(rng.save().counter).toEqual([0, 6]);
  });
});

describe('saving and restoring', () => {
  test('continues exactly from every position, through JSON', () => {
    const rng = Rng.fromSeed('save');
    for (let step = 0; step < 40; step++) {
      const copy = Rng.restore(JSON.parse(JSON.stringify(rng.save())) as RngState);
      const other = Rng.fromSeed(step);
      other.load(rng.save());
      const expected = drawAll(copy);
      expect(drawAll(other)).toEqual(expected);
      expect(copy.save()).toEqual(other.save());
      if (step % 3 === 0) rng.normal();
      else rng.uint32();
    }
  });

  test('saving changes nothing', () => {
    const [a, b] = [Rng.fromSeed(5), Rng.fromSeed(5)];
    b.save();
    expect(drawAll(a)).toEqual(drawAll(b));
  });

  const good = Rng.fromSeed(1).save();
  test.each([
    [null, /expected an object/],
    [{ ...good, algorithm: 'mt19937' }, /algorithm must be 'threefry4x32-20\/1'.*'?"mt19937"/],
    [{ ...good, key: [1, 2, 3] }, /key must be four/],
    [{ ...good, key: [1, 2, 3, -4] }, /key must be four/],
    [{ ...good, counter: [0] }, /counter must be two/],
    [{ ...good, counter: [0.5, 0] }, /counter must be two/],
    [{ ...good, position: 5 }, /position must be an integer from 0 to 4, found 5/],
    [{ ...good, spare: 'x' }, /spare must be a finite number or null/],
    [{}, /algorithm/],
  ])('refuses the damaged state %j and leaves the stream as it was', (state, message) => {
    const rng = Rng.fromSeed(9);
    const before = rng.save();
    expect(() => rng.load(state as unknown as RngState)).toThrow(message);
    expect(() => Rng.restore(state as unknown as RngState)).toThrow(TypeError);
    expect(rng.save()).toEqual(before);
  });
});

describe('children', () => {
  test('split advances the parent, fork does not', () => {
    const rng = Rng.fromSeed(3);
    const before = rng.save();
    const forked = rng.fork('a');
    expect(rng.save()).toEqual(before);
    const [first, second] = [rng.split(), rng.split()];
    expect(rng.save()).not.toEqual(before);
    const words = [forked, first, second, rng, rng.fork('b'), rng.fork(0), rng.fork('0')].map((r) => r.uint32());
    expect(new Set(words).size).toBe(words.length);
  });

  test('a fork depends on origin and label only', () => {
    const rng = Rng.fromSeed(3);
    const early = rng.fork('data').uint32();
    rng.normals(100);
    rng.split();
    expect(rng.fork('data').uint32()).toBe(early);
    expect(Rng.fromSeed(4).fork('data').uint32()).not.toBe(early);
    expect(() => rng.fork(1.5)).toThrow(/label must be a safe integer/);
  });

  test('streams of children are uncorrelated with each other and the parent', () => {
    const parent = Rng.fromSeed('family');
    const streams = [parent, parent.fork(0), parent.fork(1), parent.split(), parent.split(), parent.fork(0).fork(1)];
    const samples = streams.map((stream) => stream.normals(20_000));
    for (let i = 0; i < samples.length; i++) {
      for (let j = 0; j < i; j++) {
        const dot = samples[i]!.reduce((sum, x, k) => sum + x * samples[j]![k]!, 0);
        // The sum of 20,000 products has variance 20,000: 6 sd, 15 pairs: fails once in 3e7 seeds.
        expect(Math.abs(dot)).toBeLessThan(6 * Math.sqrt(20_000));
      }
    }
  });
});

describe('bulk draws', () => {
  test('are the single draws in float32', () => {
    const [a, b] = [Rng.fromSeed(11), Rng.fromSeed(11)];
    a.normal();
    b.normal();
    expect([...a.normals(101)]).toEqual(Array.from({ length: 101 }, () => Math.fround(b.normal())));
    expect([...a.laplaces(50)]).toEqual(Array.from({ length: 50 }, () => Math.fround(b.laplace())));
    expect(a.save()).toEqual(b.save());
  });

  test('may be empty and refuse impossible lengths', () => {
    const rng = Rng.fromSeed(1);
    expect([rng.uniforms(0).length, rng.normals(0).length, rng.permutation(0).length]).toEqual([0, 0, 0]);
    expect(() => rng.normals(-1)).toThrow(/normals: n must be an integer.*got -1/);
    expect(() => rng.uniforms(1.5)).toThrow(/uniforms/);
    expect(() => rng.laplaces(Number.NaN)).toThrow(/laplaces/);
    expect(() => rng.permutation(-2)).toThrow(/permutation/);
  });
});
