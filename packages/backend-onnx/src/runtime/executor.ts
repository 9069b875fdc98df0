import { type SharedBuffer, sizeOf } from '../graph/node.js';
import type { KeyedProgram } from '../graph/program.js';
import { feedName, outputName } from '../onnx/model.js';
import { type OrtTensor, type SessionOptions, wrap } from './binding.js';
import { BufferPool } from './buffer-pool.js';
import { SessionCache } from './session-cache.js';

/** Unused host memory kept for the next step, at least. */
const POOL_BYTES = 2 ** 28;

/** Runs programs: compiled graphs, and host memory for what goes in and comes out. */
export class Executor {
  readonly pool: BufferPool = new BufferPool(POOL_BYTES);
  readonly sessions: SessionCache;
  /** Programs run. */
  runs = 0;
  /** Milliseconds spent inside ONNX Runtime's run. */
  runMs = 0;

  constructor(sessionCacheSize: number, options: SessionOptions) {
    this.sessions = new SessionCache(sessionCacheSize, options);
  }

  /** Runs a program on the given inputs. The results have one reference each. */
  run(program: KeyedProgram, inputs: readonly SharedBuffer[]): SharedBuffer[] {
    const session = this.sessions.get(program.key, program);
    const feeds: Record<string, OrtTensor> = {};
    program.feeds.forEach((node, i) => {
      feeds[feedName(i)] = wrap(inputs[i]!.array, node.dtype, node.shape);
    });
    const results = program.outputs.map((node) => this.pool.take(node.dtype, sizeOf(node.shape)));
    // What a training step replaces is the memory of the step after the next: weights and moments, however many.
    this.pool.reserve(results.reduce((bytes, { array }) => bytes + array.byteLength, 0));
    const fetches: Record<string, OrtTensor> = {};
    program.outputs.forEach((node, i) => {
      fetches[outputName(i)] = wrap(results[i]!.array, node.dtype, node.shape);
    });
    const start = performance.now();
    session.run(feeds, fetches);
    this.runMs += performance.now() - start;
    this.runs++;
    return results;
  }

  /** Frees compiled graphs, with their threads and memory, and unused host memory. */
  release(): void {
    this.sessions.dispose();
    this.pool.clear();
  }
}
