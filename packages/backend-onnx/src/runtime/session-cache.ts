import { ArgumentError } from '@polyvae/errors';
import type { Node } from '../graph/node.js';
import type { Program } from '../graph/program.js';
import { lower } from '../lower/lower.js';
import { encodeModel } from '../onnx/model.js';
import { optimise } from '../optimise/optimise.js';
import type { Runtime, Session } from './runtime.js';
import { warn } from './warn.js';

/** Minimum number of sessions kept even under memory pressure: the graphs that a program alternates between. */
const LEAST = 4;

/** A compiled graph, and the shapes that its inputs and outputs have there: other views of the program's. */
export interface CompiledGraph {
  readonly session: Session;
  readonly feeds: readonly Node['shape'][];
  readonly outputs: readonly Node['shape'][];
}

/** Compiled graphs by structure, least recently used first out: each session owns threads and an arena. */
export class SessionCache {
  readonly #sessions = new Map<string, CompiledGraph>();
  readonly #capacity: number;
  readonly #runtime: Runtime;
  /** Lookups, and compilations that pushed another graph out, in the present period. */
  #lookups = 0;
  #replaced = 0;
  #hasWarned = false;
  /** Graphs compiled so far: lookups that missed. */
  compiled = 0;
  /** Milliseconds spent compiling so far. */
  compileMs = 0;
  /** Lookups that found a compiled graph. */
  hits = 0;
  /** Sessions freed to keep within the capacity. */
  evictions = 0;

  constructor(capacity: number, runtime: Runtime) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new ArgumentError(`sessionCacheSize: expected a positive integer, found ${capacity}.`);
    }
    this.#capacity = capacity;
    this.#runtime = runtime;
  }

  /** The compiled graph of a structure; compiled if it is not at hand. */
  get(key: string, program: Program): CompiledGraph {
    let graph = this.#sessions.get(key);
    const evictions = this.evictions;
    if (graph === undefined) graph = this.#compile(program);
    else {
      this.#sessions.delete(key);
      this.hits++;
    }
    this.#sessions.set(key, graph);
    this.#watch(this.evictions > evictions);
    return graph;
  }

  /** Sessions held now. */
  get size(): number {
    return this.#sessions.size;
  }

  /** Frees every session. */
  dispose(): void {
    for (const { session } of this.#sessions.values()) session.dispose();
    this.#sessions.clear();
  }

  #compile(program: Program): CompiledGraph {
    // First, so that there are never more sessions than the capacity.
    while (this.#sessions.size >= this.#capacity) this.#evict();
    while (this.#sessions.size > Math.min(LEAST, this.#capacity) && this.#runtime.isMemoryScarce()) this.#evict();
    const start = performance.now();
    const { nodes, feeds, outputs } = optimise(lower(program, () => this.#runtime.blockSize()));
    const session = this.#runtime.compile(encodeModel({ nodes, feeds, outputs }));
    this.compileMs += performance.now() - start;
    this.compiled++;
    return { session, feeds: feeds.map(({ shape }) => shape), outputs: outputs.map(({ shape }) => shape) };
  }

  #evict(): void {
    const [oldest, unused] = this.#sessions.entries().next().value!;
    this.#sessions.delete(oldest);
    unused.session.dispose();
    this.evictions++;
  }

  /** Warns once if, in a period of twice the capacity and more, three lookups of four replaced a compiled graph. */
  #watch(replaced: boolean): void {
    this.#lookups++;
    if (replaced) this.#replaced++;
    const period = Math.max(64, 2 * this.#capacity);
    if (this.#lookups < period) return;
    if (!this.#hasWarned && this.#replaced > 0.75 * period) {
      this.#hasWarned = true;
      warn(
        `${this.#replaced} of the last ${period} graphs had to be compiled, for ${Math.round(this.compileMs)} ms in all, ` +
          `and each pushed another out of the ${this.#sessions.size} that are kept. Shapes, attributes or the operations ` +
          'change from step to step. Keep shapes fixed (pad, or drop a smaller last batch); pass numbers that change as ' +
          'tensors (tf.scalar(x)), not as attributes; read at the same places in every step. If the same graphs do come ' +
          `back, raise sessionCacheSize: registerOnnxBackend({ sessionCacheSize: ${4 * this.#capacity} }).`,
        'POLYVAE_ONNX_RECOMPILES',
      );
    }
    this.#lookups = 0;
    this.#replaced = 0;
  }
}
