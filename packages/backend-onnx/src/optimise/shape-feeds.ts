import type { Node } from '../graph/node.js';
import { type Program, usersOf } from '../graph/program.js';
import { rewrite } from '../graph/rewrite.js';

/** Declares inputs in the shape in which they are used, which is free, rather than reshaping them, which is a node. */
export function shapeFeeds(program: Program): Program {
  const users = usersOf(program.nodes);
  const shapes = new Map<Node, readonly number[]>();
  for (const feed of program.feeds) {
    const readers = users.get(feed) ?? [];
    if (readers.length === 0 || readers.some(({ op }) => op !== 'Reshape')) continue;
    const counts = new Map<string, { shape: readonly number[]; count: number }>();
    for (const { shape } of readers) {
      const entry = counts.get(`${shape}`) ?? { shape, count: 0 };
      entry.count++;
      counts.set(`${shape}`, entry);
    }
    shapes.set(feed, [...counts.values()].reduce((a, b) => (b.count > a.count ? b : a)).shape);
  }
  return rewrite(program, (g, node, inputs) => {
    const shape = shapes.get(node);
    return shape === undefined ? g.copy(node, inputs) : g.copy({ ...node, shape }, []);
  });
}
