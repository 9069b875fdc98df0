import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { type CsvOptions, DataFileError, fromCsv, type SyncBatchSource } from './index.js';

beforeAll(() => tf.setBackend('cpu'));

/** All items of a source as plain arrays. */
function items(data: { readonly source: SyncBatchSource<object> }): Record<string, unknown> {
  const { present, ...tensors } = data.source.get(Uint32Array.from({ length: data.source.size }, (_, i) => i)) as {
    readonly present?: unknown;
  } & Record<string, tf.Tensor>;
  const values = Object.entries(tensors).map(([key, tensor]) => [key, tensor.arraySync()]);
  tf.dispose(tensors);
  return { ...Object.fromEntries(values), present };
}

const table = `id,g1,g2,pulse,kind
a,1,10,60,"x, y"
b,3,30,,z
c,,,80,"said ""no"""
d,NA, ,100,w
`;
const modalities = { genes: /^g\d$/, vitals: ['pulse'] } as const;

describe('a table', () => {
  test('as it is', () => {
    const data = fromCsv(table, { modalities, standardise: false });
    expect(items(data)).toEqual({
      genes: [
        [1, 10],
        [3, 30],
        [0, 0],
        [0, 0],
      ],
      vitals: [[60], [0], [80], [100]],
      present: { genes: Uint8Array.of(1, 1, 0, 0), vitals: Uint8Array.of(1, 0, 1, 1) },
    });
    expect(data.columns).toEqual({ genes: ['g1', 'g2'], vitals: ['pulse'] });
    expect(data.statistics).toBeUndefined();
    expect(data.column('kind')).toEqual(['x, y', 'z', 'said "no"', 'w']);
    expect(() => data.column('age')).toThrow(/no column 'age'; it has id, g1, g2, pulse, kind/);
  });

  test('standardised over the rows that have a value; new rows by the same statistics', () => {
    const data = fromCsv(table, { modalities });
    const { genes, vitals } = items(data) as { genes: number[][]; vitals: number[][] };
    expect(genes.slice(0, 2)).toEqual([
      [-1, -1],
      [1, 1],
    ]);
    expect(vitals.flat()[0]).toBeCloseTo(-Math.sqrt(1.5), 6);
    expect(data.statistics).toMatchObject({
      genes: { columns: ['g1', 'g2'], mean: [2, 20], deviation: [1, 10] },
      vitals: { mean: [80] },
    });
    const standardise = JSON.parse(JSON.stringify(data.statistics)) as NonNullable<typeof data.statistics>;
    const other = fromCsv('g1,g2,pulse\n2,40,80\n', { modalities, standardise });
    expect(items(other)).toMatchObject({ genes: [[0, 2]], vitals: [[0]] });
    expect(() => fromCsv('g1,g3,pulse\n2,40,80\n', { modalities, standardise })).toThrow(
      /expected statistics of 'genes' with the columns g1, g3, found g1, g2/,
    );
    // Far from zero, and constant.
    const far = fromCsv('t,c\n1700000000,0.1\n1700000002,0.1\n1700000001,0.1\n', { modalities: { x: ['t', 'c'] } });
    const x = (items(far).x as number[][]).map(([t, c]) => [t!.toFixed(3), Math.abs(c!) < 1e-12]);
    expect(x).toEqual([
      ['-1.225', true],
      ['1.225', true],
      ['0.000', true],
    ]);
  });

  test('bytes with a mark, another separator, lines of Windows, empty lines, a cell over two lines', () => {
    const text = '\uFEFFa;b\r\n1;"p\nq"\r\n\r\n.5e1;r\r\n';
    const data = fromCsv(new TextEncoder().encode(text), {
      modalities: { a: ['a'] },
      separator: ';',
      standardise: false,
    });
    expect(items(data)).toMatchObject({ a: [[1], [5]] });
    expect(data.column('b')).toEqual(['p\nq', 'r']);
    // Lines are counted as an editor shows them.
    expect(() => fromCsv(`${text}x;y`, { modalities: { a: ['a'] }, separator: ';' })).toThrow(/line 6, column 'a'/);
  });

  test('any numbers come back as they were written', () => {
    const rng = Rng.fromSeed(2);
    for (let round = 0; round < 50; round++) {
      const [rows, width] = [rng.integer(1, 8), rng.integer(1, 5)];
      const names = Array.from({ length: width }, (_, i) => `c${i}`);
      const values = Array.from({ length: rows }, () =>
        Array.from({ length: width }, () => Math.fround(rng.normal() * 10 ** rng.integer(-20, 20))),
      );
      const quoted = (cell: string): string => (rng.integer(0, 3) === 0 ? `"${cell}"` : cell);
      const text = [names, ...values].map((cells) => cells.map((cell) => quoted(String(cell))).join('\t')).join('\n');
      const data = fromCsv(text, { modalities: { x: names }, separator: '\t', standardise: false });
      expect(items(data).x).toEqual(values);
    }
  });
});

describe('what cannot be used is named', () => {
  const only = { modalities: { a: ['a'], b: ['b', 'c'] } };
  test.each<[string, string | Uint8Array, CsvOptions<string>, RegExp]>([
    ['nothing', '', only, /t.csv: as a whole: expected a line of names and rows, found an empty file/],
    ['names alone', 'a,b,c\n', only, /found the names alone/],
    ['a word', 'a,b,c\n1,2,3\n1,x,3', only, /t.csv: line 3, column 'b': expected a number, found "x"/],
    [
      'a decimal comma',
      'a,b,c\n1,"2,5",3',
      only,
      /line 2, column 'b': expected a number, found "2,5". Write numbers with a/,
    ],
    ['hexadecimal', 'a,b,c\n0x1,2,3', only, /found "0x1"/],
    ['too large', 'a,b,c\n1e999,2,3', only, /found "1e999"/],
    ['a gap', 'a,b,c\n1,,3', only, /line 2, column 'b': expected a number, found an empty cell beside others of 'b'/],
    ['a cell too many', 'a,b,c\n1,2,3,4', only, /line 2: expected 3 cells, as in the first line, found 4/],
    ['a quote that is not closed', 'a,b,c\n1,"2,3\n4,5,6', only, /line 2: expected 3 cells/],
    ['a name twice', 'a,b,b\n1,2,3', only, /line 1: expected names, found 'b' twice/],
    ['a row with nothing', 'a,b,c\n,,', only, /item 0 lacks every modality/],
    ['no such column', 'a,b\n1,2', only, /t.csv has no column 'c'; it has a, b/],
    ['a pattern that matches nothing', 'a,b\n1,2', { modalities: { x: /^z/ } }, /'x' has no columns; t.csv has a, b/],
    ['a column in two', 'a,b\n1,2', { modalities: { x: ['a'], y: /a/ } }, /column 'a' is in 'x' and in 'y'/],
    ['no modalities', 'a,b\n1,2', { modalities: {} }, /expected columns by modality/],
    ['other bytes', Uint8Array.of(0x61, 0xff, 0xfe), only, /t.csv: as a whole: expected text in UTF-8/],
    ['a long separator', 'a\n1', { modalities: { a: ['a'] }, separator: '||' }, /separator: expected one character/],
  ])('%s', (_, text, options, message) => {
    expect(() => fromCsv(text, { name: 't.csv', ...options })).toThrow(message);
  });

  test('texts of any kind are read or refused by an error of ours', () => {
    const rng = Rng.fromSeed(6);
    const signs = ['a', 'b', '1', '2.5', ',', ',', '\n', '\r\n', '"', ' ', '-', 'e9', '\u0000', 'é'];
    for (let round = 0; round < 2000; round++) {
      const text = `a,b\n${Array.from({ length: rng.integer(0, 20) }, () => signs[rng.integer(0, signs.length)]).join('')}`;
      try {
        expect(fromCsv(text, { modalities: { x: ['a', 'b'] } }).source.size).toBeGreaterThan(0);
      } catch (error) {
        expect(error instanceof DataFileError || (error as { code?: unknown }).code === 'argument').toBe(true);
      }
    }
  });
});
