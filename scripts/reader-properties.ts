import fc from 'fast-check';
import { expect } from 'vitest';

/**
 * Inputs of each property: hundreds in tests, as many as `POLYVAE_INPUTS` says in `pnpm campaign:readers`, which also bounds the
 * time of each and tells the longest.
 */
const campaign = Number(process.env.POLYVAE_INPUTS ?? 0);
const inputs = campaign || 200;
const seed = campaign ? undefined : 1;
const mostMilliseconds = 2000;

/** What errors of all packages have. */
const mark = Symbol.for('polyvae.error');

/** A place in a file as a share of its length, since edits change the length. */
const place = fc.noBias(fc.nat(9999)).map((n) => n / 10_000);

/** Sizes and counts as damage makes them. */
const word = fc.constantFrom(0, 1, 0xff, 0x7fffffff, 0x80000000, 0xfffffff8, 0xffffffff);

const edit = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), place, value: fc.nat(255) }),
  fc.record({ kind: fc.constant('word' as const), place, value: word, little: fc.boolean() }),
  fc.record({ kind: fc.constant('cut' as const), place, to: place }),
  fc.record({ kind: fc.constant('insert' as const), place, bytes: fc.uint8Array({ maxLength: 12 }) }),
  fc.record({ kind: fc.constant('repeat' as const), place, to: place }),
);

type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never;

function edited(bytes: Uint8Array, change: Edit): Uint8Array {
  const at = Math.floor(change.place * bytes.length);
  switch (change.kind) {
    case 'set':
      return bytes.with(Math.min(at, bytes.length - 1), change.value);
    case 'word': {
      const copy = bytes.slice();
      if (at + 4 <= copy.length) new DataView(copy.buffer).setUint32(at, change.value, change.little);
      return copy;
    }
    case 'insert':
      return joined(bytes.subarray(0, at), change.bytes, bytes.subarray(at));
    case 'cut':
    case 'repeat': {
      const end = Math.floor(change.to * bytes.length);
      const [from, to] = [Math.min(at, end), Math.max(at, end)];
      if (change.kind === 'cut') return joined(bytes.subarray(0, from), bytes.subarray(to));
      return joined(bytes.subarray(0, to), bytes.subarray(from, Math.min(to, from + 4096)), bytes.subarray(to));
    }
  }
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** Files that are damaged in some places, and files that never were any. */
export function damaged(whole: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const edits = fc
    .tuple(fc.constantFrom(...whole), fc.array(edit, { minLength: 1, maxLength: 5 }))
    .map(([bytes, changes]) =>
      changes.reduce<Uint8Array>((now, change) => (now.length > 0 ? edited(now, change) : now), bytes),
    );
  return fc.oneof({ arbitrary: edits, weight: 9 }, { arbitrary: fc.uint8Array({ maxLength: 300 }), weight: 1 });
}

/** Texts whose lines and words are damaged. */
export function damagedText(whole: readonly string[]): fc.Arbitrary<Uint8Array> {
  const lines = fc.constantFrom(...whole).chain((text) => {
    const own = text.split('\n');
    const junk = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom(
        '',
        ' ',
        ',',
        '{',
        '}',
        '-1',
        '0',
        'null',
        '\t',
        '\ufeff',
        '1e999',
        '"',
        '__proto__',
        ' '.repeat(500),
      ),
    );
    return fc
      .array(fc.tuple(fc.nat(own.length - 1), place, junk), { minLength: 1, maxLength: 4 })
      .map((changes) =>
        changes.reduce((now, [line, at, text]) => {
          const before = now[line] ?? '';
          const cut = Math.floor(at * before.length);
          return now.with(Math.min(line, now.length - 1), before.slice(0, cut) + text + before.slice(cut + 3));
        }, own),
      )
      .map((all) => new TextEncoder().encode(all.join('\n')));
  });
  return fc.oneof(lines, damaged(whole.map((text) => new TextEncoder().encode(text))));
}

/** Values that stand where others should. */
const wrongValue = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    -1,
    0,
    1,
    0.5,
    1e9,
    2 ** 53,
    1e300,
    '',
    'x',
    true,
    [],
    {},
    [[1], 'x'],
    '9'.repeat(400),
  ),
  fc.jsonValue({ maxDepth: 1 }),
);

/** Places of all values in one. */
function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, part]) => placesIn(part, [...path, key]))];
}

/** A value with another, or none, at one of its places. */
function replaced(value: unknown, [key, ...rest]: readonly string[], other: unknown): unknown {
  if (key === undefined) return other;
  const part: unknown = replaced((value as Record<string, unknown>)[key], rest, other);
  if (Array.isArray(value)) return value.with(Number(key), part);
  const entries = Object.entries(value as object).map(([name, own]) => [name, name === key ? part : own]);
  return Object.fromEntries(entries.filter(([, own]) => own !== undefined));
}

/** JSON with wrong values in some places, or damaged as texts are. */
export function damagedJson(whole: readonly string[]): fc.Arbitrary<Uint8Array> {
  const change = fc.tuple(fc.noBias(fc.nat(99_999)), fc.option(wrongValue, { nil: undefined, freq: 6 }));
  const values = fc
    .tuple(fc.constantFrom(...whole), fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([text, changes]) => {
      const value = changes.reduce<unknown>((now, [n, other]) => {
        const places = placesIn(now);
        return replaced(now, places[n % places.length]!, other) ?? null;
      }, JSON.parse(text));
      return new TextEncoder().encode(JSON.stringify(value));
    });
  return fc.oneof({ arbitrary: values, weight: 3 }, { arbitrary: damagedText(whole), weight: 1 });
}

/**
 * Holds that a reader gives a result or throws an error of ours, for all inputs, and returns how many it read and refused.
 * @param read Gives what it read; its bytes are bounded by the input's.
 */
export async function expectOnlyDocumentedErrors<T>(
  arbitrary: fc.Arbitrary<T>,
  read: (input: T) => unknown,
): Promise<{ readonly read: number; readonly refused: number }> {
  const counts = { read: 0, refused: 0 };
  let longest = 0;
  const property = fc.asyncProperty(arbitrary, async (input) => {
    const begin = performance.now();
    try {
      await read(input);
      counts.read += 1;
    } catch (error) {
      if (!(error instanceof Error && mark in error)) throw error;
      counts.refused += 1;
    }
    const took = performance.now() - begin;
    longest = Math.max(longest, took);
    if (campaign && took > mostMilliseconds) throw new Error(`took ${took.toFixed(0)} ms`);
  });
  await fc.assert(property, { numRuns: inputs, endOnFailure: campaign > 0, ...(seed !== undefined && { seed }) });
  if (campaign) {
    const memory = (process.memoryUsage.rss() / 2 ** 20).toFixed(0);
    const { testPath, currentTestName } = expect.getState();
    console.log(
      `${testPath?.split('/').at(-1)}: ${currentTestName}: ${counts.read} read, ${counts.refused} refused, longest ` +
        `${longest.toFixed(1)} ms, ${memory} MiB`,
    );
  }
  return counts;
}
