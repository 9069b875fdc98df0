import type { Program } from '../graph/program.js';
import { layOut } from './lay-out.js';
import { mergeAlike } from './merge-alike.js';
import { shapeFeeds } from './shape-feeds.js';
import { simplify } from './simplify.js';

/**
 * A program that gives the same results with fewer and cheaper operators. It happens once, when a graph is compiled: a
 * trace is recorded as a program calls it, operator by operator, and only the whole shows which shapes matter.
 */
export function optimise(program: Program): Program {
  return shapeFeeds(mergeAlike(layOut(simplify(program))));
}
