import { binary } from './elementwise.js';
import type { Graph, KernelAttributes, Node, Recorders } from './kernel.js';
import { pad } from './shape.js';

/** How one axis of an image changes its length. */
interface Scaling {
  readonly from: number;
  readonly to: number;
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
}

/** An element that another one is made of, and its share. */
type Share = readonly [source: number, weight: number];

const describe = (s: Scaling): string => `${s.from} ${s.to} ${s.alignCorners} ${s.halfPixelCenters}`;

function scalings(images: Node, size: readonly number[], attributes: KernelAttributes): [Scaling, Scaling] {
  const alignCorners = attributes.alignCorners === true;
  const halfPixelCenters = attributes.halfPixelCenters === true;
  return [
    { from: images.shape[1]!, to: size[0]!, alignCorners, halfPixelCenters },
    { from: images.shape[2]!, to: size[1]!, alignCorners, halfPixelCenters },
  ];
}

function ratio({ from, to, alignCorners }: Scaling): number {
  return alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to;
}

function nearest(scaling: Scaling, position: number): number {
  const source = ratio(scaling) * (scaling.halfPixelCenters ? position + 0.5 : position);
  const rounded = scaling.alignCorners ? Math.round(source) : Math.floor(source);
  return Math.max(0, Math.min(scaling.from - 1, rounded));
}

/** Neighbours of a position and the weight of the upper one. */
function neighbours(scaling: Scaling, position: number): [lower: number, upper: number, fraction: number] {
  const source = scaling.halfPixelCenters ? ratio(scaling) * (position + 0.5) - 0.5 : ratio(scaling) * position;
  const lower = Math.min(scaling.from - 1, Math.max(0, Math.floor(source)));
  return [lower, Math.min(scaling.from - 1, Math.ceil(source)), source - lower];
}

function pick(g: Graph, x: Node, axis: number, key: string, source: (position: number) => number, to: number): Node {
  const indices = g.constant(key, [to], 'int32', () => Int32Array.from({ length: to }, (_, i) => source(i)));
  const shape = x.shape.map((n, i) => (i === axis ? to : n));
  return g.op('Gather', [x, indices], shape, x.dtype, { axis });
}

function interpolate(g: Graph, x: Node, axis: 1 | 2, scaling: Scaling): Node {
  const { from, to } = scaling;
  if (from === to) return x;
  const name = describe(scaling);
  const lower = pick(g, x, axis, `lower ${name}`, (i) => neighbours(scaling, i)[0], to);
  const upper = pick(g, x, axis, `upper ${name}`, (i) => neighbours(scaling, i)[1], to);
  const fractions = g.constant(`fraction ${name}`, axis === 1 ? [to, 1, 1] : [to, 1], 'float32', () =>
    Float32Array.from({ length: to }, (_, i) => neighbours(scaling, i)[2]),
  );
  return binary(g, 'Add', lower, binary(g, 'Mul', binary(g, 'Sub', upper, lower), fractions));
}

/** The transpose of a weighted choice along one axis: every source gets its shares of the results it went into. */
function giveBack(g: Graph, dy: Node, axis: 1 | 2, key: string, from: number, shares: (i: number) => Share[]): Node {
  const to = dy.shape[axis]!;
  const received: [number, number][][] = Array.from({ length: from }, () => []);
  for (let i = 0; i < to; i++) for (const [source, weight] of shares(i)) received[source]!.push([i, weight]);
  const most = Math.max(1, ...received.map((list) => list.length));
  // One more row, of zeros, for sources that gave less often than others.
  const padded = pad(
    g,
    dy,
    dy.shape.map((_, i): [number, number] => [0, i === axis ? 1 : 0]),
    0,
  );
  const at = (i: number): [number, number] => received[Math.floor(i / most)]![i % most] ?? [to, 1];
  const indices = g.constant(`places ${key}`, [from * most], 'int32', () =>
    Int32Array.from({ length: from * most }, (_, i) => at(i)[0]),
  );
  const shape = dy.shape.map((n, i) => (i === axis ? from : n));
  const parts = [...shape.slice(0, axis), from * most, ...shape.slice(axis + 1)];
  const gathered = g.op('Gather', [padded, indices], parts, 'float32', { axis });
  const weights = g.constant(`weights ${key}`, axis === 1 ? [from * most, 1, 1] : [from * most, 1], 'float32', () =>
    Float32Array.from({ length: from * most }, (_, i) => at(i)[1]),
  );
  const split = [...shape.slice(0, axis + 1), most, ...shape.slice(axis + 1)];
  return g.sum(g.reshape(binary(g, 'Mul', gathered, weights), split), [axis + 1]);
}

/** tfjs has gradients only for centers at whole pixels; it leaves the other setting out. */
function gradient(kind: string, share: (scaling: Scaling, position: number) => Share[]): Recorders[string] {
  return (g, { images, dy }, { alignCorners }) => {
    if (dy!.dtype !== 'float32' || images!.dtype !== 'float32') return undefined;
    const [vertical, horizontal] = scalings(images!, dy!.shape.slice(1, 3), { alignCorners });
    const along = (x: Node, axis: 1 | 2, scaling: Scaling): Node =>
      giveBack(g, x, axis, `${kind} ${describe(scaling)}`, scaling.from, (i) => share(scaling, i));
    return along(along(dy!, 1, vertical), 2, horizontal);
  };
}

function bilinearShares(scaling: Scaling, position: number): Share[] {
  const [lower, upper, fraction] = neighbours(scaling, position);
  return [
    [lower, 1 - fraction],
    [upper, fraction],
  ];
}

/** Image sizes changed by interpolation or by choice of the nearest pixel, one axis after the other. */
export const resizes: Recorders = {
  ResizeBilinear: (g, { images }, attributes) => {
    const [vertical, horizontal] = scalings(images!, attributes.size as number[], attributes);
    if (vertical.to < 1 || horizontal.to < 1) return undefined;
    return interpolate(g, interpolate(g, g.cast(images!, 'float32'), 2, horizontal), 1, vertical);
  },
  ResizeBilinearGrad: gradient('bilinear', bilinearShares),
  ResizeNearestNeighbor: (g, { images }, attributes) => {
    const [vertical, horizontal] = scalings(images!, attributes.size as number[], attributes);
    if (vertical.to < 1 || horizontal.to < 1) return undefined;
    const along = (x: Node, axis: 1 | 2, scaling: Scaling): Node =>
      pick(g, x, axis, `nearest ${describe(scaling)}`, (i) => nearest(scaling, i), scaling.to);
    return along(along(images!, 1, vertical), 2, horizontal);
  },
  ResizeNearestNeighborGrad: gradient('nearest', (scaling, position) => [[nearest(scaling, position), 1]]),
};
