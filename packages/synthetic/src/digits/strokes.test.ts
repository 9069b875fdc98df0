import { describe, expect, test } from 'vitest';
import { blendStrokes, flatten, halfTurn, parseStrokes } from '../raster/stroke.js';
import { writingVariants } from './handwriting-shapes.js';
import { typefaces } from './street-shapes.js';

describe('parseStrokes', () => {
  test('reads corners, closed curves and blobs', () => {
    const [line, loop, blob] = parseStrokes('0 0, 5 10!, 9 0 | 0 0, 4 4, 8 0 z | o 3 4');
    expect([...line!.x]).toEqual([0, 5, 9]);
    expect([...line!.y]).toEqual([0, 10, 0]);
    expect([...line!.corner]).toEqual([0, 1, 0]);
    expect([line!.closed, loop!.closed, blob!.closed]).toEqual([false, true, false]);
    expect([line!.dot, loop!.dot, blob!.dot]).toEqual([false, false, true]);
  });
});

describe('flatten', () => {
  test('passes through every control point', () => {
    const [stroke] = parseStrokes('0 0, 10 30, 40 30!, 50 0, 90 20');
    const { x, y } = flatten(stroke!, 4);
    const passed = x.map((value, i) => `${Math.round(value)} ${Math.round(y[i]!)}`);
    for (const point of ['0 0', '10 30', '40 30', '50 0', '90 20']) expect(passed).toContain(point);
  });

  test('draws a straight line between two points and between corners', () => {
    const [stroke] = parseStrokes('0 0, 10 30!, 40 30');
    expect(flatten(stroke!, 4)).toEqual({ x: [0, 10, 40], y: [0, 30, 30], dot: false });
  });

  test('a closed curve returns to its first point', () => {
    const [stroke] = parseStrokes('0 0, 20 20, 40 0, 20 -20 z');
    const { x, y } = flatten(stroke!, 6);
    expect([x.at(-1), y.at(-1)]).toEqual([x[0], y[0]]);
  });

  test('a smooth curve through a circle stays near it', () => {
    const [stroke] = parseStrokes('100 0, 71 71, 0 100, -71 71, -100 0, -71 -71, 0 -100, 71 -71 z');
    const { x, y } = flatten(stroke!, 5);
    for (let i = 0; i < x.length; i++) expect(Math.hypot(x[i]!, y[i]!)).toBeCloseTo(100, -0.5);
  });
});

test('half a turn makes a 9 of a 6 and is undone by another', () => {
  const six = parseStrokes('42 0, 14 38, 1 66');
  expect(halfTurn(halfTurn(six, 56), 56)).toEqual(six);
  expect([...halfTurn(six, 56)[0]!.y]).toEqual([100, 62, 34]);
});

describe('the shapes drawn for this package', () => {
  test('have finite coordinates near their grid', () => {
    const strokes = [
      ...writingVariants.flat().flatMap((variant) => variant.keys.flat()),
      ...typefaces.flatMap((face) => face.digits.flat(2)),
    ];
    for (const { x, y } of strokes) {
      for (const value of [...x, ...y]) expect(value).toBeGreaterThanOrEqual(-10);
      for (const value of [...x, ...y]) expect(value).toBeLessThanOrEqual(110);
    }
  });

  test('there are ten digits in every hand and typeface', () => {
    expect(writingVariants).toHaveLength(10);
    for (const face of typefaces) expect(face.digits).toHaveLength(10);
    for (const face of typefaces) for (const shapes of face.digits) expect(shapes.length).toBeGreaterThan(0);
  });

  test('key shapes of one way of writing can be blended: same strokes and points', () => {
    for (const variant of writingVariants.flat()) {
      const [first, ...others] = variant.keys;
      for (const other of others) {
        expect(other).toHaveLength(first!.length);
        other.forEach((stroke, s) => {
          expect(stroke.x).toHaveLength(first![s]!.x.length);
          expect(stroke.closed).toBe(first![s]!.closed);
          expect(blendStrokes(first![s]!, stroke, 0.5).x.every(Number.isFinite)).toBe(true);
        });
      }
    }
  });
});
