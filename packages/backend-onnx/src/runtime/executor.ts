import { type HostArray, type Node, type SharedBuffer, sizeOf } from '../graph/node.js';
import type { KeyedProgram } from '../graph/program.js';
import { feedName, outputName } from '../onnx/model.js';
import { BufferPool } from './buffer-pool.js';
import type { OrtTensor, Runtime } from './runtime.js';
import { SessionCache } from './session-cache.js';

/** Unused host memory kept for the next step, at least. */
const POOL_BYTES = 2 ** 28;

/** Runs programs: compiled graphs, and host memory for what goes in and comes out. */
export class Executor {
  readonly pool: BufferPool = new BufferPool(POOL_BYTES);
  readonly sessions: SessionCache;
  readonly #runtime: Runtime;
  readonly #wrapped = new WeakMap<HostArray, { readonly shape: Node['shape']; readonly tensor: OrtTensor }>();
  /** Programs run. */
  runs = 0;
  /** Milliseconds spent inside ONNX Runtime's run. */
  runMs = 0;

  constructor(sessionCacheSize: number, runtime: Runtime) {
    this.#runtime = runtime;
    this.sessions = new SessionCache(sessionCacheSize, runtime);
  }

  /** Bytes of the runtime's own memory. */
  get runtimeBytes(): number {
    return this.#runtime.memoryBytes();
  }

  /** Runs a program on the given inputs. The results have one reference each. */
  run(program: KeyedProgram, inputs: readonly SharedBuffer[]): SharedBuffer[] {
    const { session, ...shapes } = this.sessions.get(program.key, program);
    const feeds: Record<string, OrtTensor> = {};
    program.feeds.forEach((node, i) => {
      feeds[feedName(i)] = this.#wrap(inputs[i]!.array, node, shapes.feeds[i]!);
    });
    const results = program.outputs.map((node) => this.pool.take(node.dtype, sizeOf(node.shape)));
    // What a training step replaces is the memory of the step after the next: weights and moments, however many.
    this.pool.reserve(results.reduce((bytes, { array }) => bytes + array.byteLength, 0));
    const fetches: Record<string, OrtTensor> = {};
    program.outputs.forEach((node, i) => {
      fetches[outputName(i)] = this.#wrap(results[i]!.array, node, shapes.outputs[i]!);
    });
    const start = performance.now();
    session.run(feeds, fetches);
    this.runMs += performance.now() - start;
    this.runs++;
    return results;
  }

  /** Host memory as a value of a graph. The pool gives the same memory for the same purpose at every other step. */
  #wrap(array: HostArray, { dtype }: Node, shape: Node['shape']): OrtTensor {
    let known = this.#wrapped.get(array);
    if (known?.shape !== shape) {
      known = { shape, tensor: this.#runtime.wrap(array, dtype, shape) };
      this.#wrapped.set(array, known);
    }
    return known.tensor;
  }

  /** Frees compiled graphs, with their threads and memory, and unused host memory. */
  release(): void {
    this.sessions.dispose();
    this.pool.clear();
  }
}
