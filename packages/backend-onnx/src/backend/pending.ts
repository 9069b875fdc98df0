import { Graph } from '../graph/graph.js';
import { type HostArray, type Node, type NodeType, type SharedBuffer, sizeOf, unshaped } from '../graph/node.js';
import { type KeyedProgram, planProgram } from '../graph/program.js';
import type { Executor } from '../runtime/executor.js';
import type { Entry } from './entry.js';
import { StepBoundary } from './step-boundary.js';

/** Number of pending nodes beyond which they are computed even though nobody has read anything. */
const MOST_PENDING_NODES = 20_000;
/** Bytes of disposed tensors that pending nodes hold on to, beyond which they are computed likewise. */
const MOST_PENDING_BYTES = 2 ** 30;

/** Everything that is recorded and not computed yet. */
export class Pending {
  readonly graph: Graph = new Graph();
  readonly boundary: StepBoundary = new StepBoundary();
  readonly #executor: Executor;
  readonly #entries = new Set<Entry>();
  #feeds: SharedBuffer[] = [];
  #heldBytes = 0;
  #number = 0;

  constructor(executor: Executor) {
    this.#executor = executor;
  }

  /** Entries that wait for their values. */
  get entries(): ReadonlySet<Entry> {
    return this.#entries;
  }

  /** Whether so much is recorded that it should be computed although nobody has read anything. */
  get isFull(): boolean {
    return this.graph.size > MOST_PENDING_NODES || this.#heldBytes > MOST_PENDING_BYTES;
  }

  /**
   * The node that feeds an entry's data into the pending graph.
   * @param onFeed Told if the node is new.
   */
  feedOf(entry: Entry, shape: readonly number[], onFeed: (node: Node) => void): Node {
    if (entry.buffer === undefined) throw new Error(`Internal: a ${entry.dtype} tensor has no graph value.`);
    if (entry.feed === undefined || entry.flush !== this.#number) {
      entry.feed = this.graph.feed(entry.buffer, shape, entry.dtype as NodeType);
      entry.flush = this.#number;
      entry.buffer.references++;
      this.#feeds.push(entry.buffer);
      onFeed(entry.feed);
    }
    return entry.feed;
  }

  /** An entry that waits for its node's value. */
  add(entry: Entry): void {
    this.#entries.add(entry);
  }

  /** An entry is gone; what it fed into the graph stays until that is computed. */
  remove(entry: Entry): void {
    this.#entries.delete(entry);
    if (entry.buffer === undefined) return;
    if (entry.feed !== undefined && entry.flush === this.#number) this.#heldBytes += entry.buffer.array.byteLength;
    this.#executor.pool.release(entry.buffer);
  }

  /** Forgets everything; nothing is computed. */
  clear(): void {
    this.#entries.clear();
    this.#feeds = [];
    this.boundary.clear();
    this.graph.forget();
  }

  /** Computes everything that is pending. @returns What was run, if anything had to be. */
  flush(): KeyedProgram | undefined {
    const entries = [...this.#entries].filter((entry) => !entry.isolated);
    try {
      return this.#compute(entries);
    } catch (error) {
      // What failed together is tried apart, when it is read: one bad operation must not spoil the rest.
      for (const entry of entries) if (entry.node !== undefined) entry.isolated = true;
      this.#feeds = [];
      throw error;
    } finally {
      for (const buffer of this.#feeds) this.#executor.pool.release(buffer);
      this.#feeds = [];
      this.#heldBytes = 0;
      this.#number++;
      this.boundary.clear();
      this.graph.forget();
    }
  }

  /** A flush that nobody asked for; what fails in it fails again for whoever reads it. */
  tryFlush(): void {
    try {
      this.flush();
    } catch {
      // The entries are marked as isolated.
    }
  }

  /** An entry's values; computed if they have to be. */
  valuesOf(entry: Entry): SharedBuffer {
    // After a failure it is computed alone below, where it either works or fails with its own error.
    if (entry.node !== undefined && !entry.isolated) this.tryFlush();
    if (entry.node !== undefined) this.#compute([entry]);
    if (entry.buffer === undefined) throw new Error(`Internal: a ${entry.dtype} tensor has no values.`);
    return entry.buffer;
  }

  /** Gives an entry the values of a node that needs no computation. */
  materialise(entry: Entry, node: Node): void {
    if (node.feed !== undefined) {
      node.feed.references++;
      this.#settle(entry, node.feed);
      return;
    }
    const buffer = this.#executor.pool.take(node.dtype, sizeOf(node.shape));
    if (node.op === 'Fill') buffer.array.fill(node.attributes!.value as number);
    else buffer.array.set(node.values!() as HostArray);
    this.#settle(entry, buffer);
  }

  #compute(entries: readonly Entry[]): KeyedProgram | undefined {
    const sources = new Map<Node, Entry[]>();
    for (const entry of entries) {
      const node = unshaped(entry.node!);
      if (node.feed !== undefined || node.values !== undefined || node.op === 'Fill') this.materialise(entry, node);
      else {
        const sharing = sources.get(node);
        if (sharing === undefined) sources.set(node, [entry]);
        else sharing.push(entry);
      }
    }
    if (sources.size === 0) return undefined;
    const program = planProgram([...sources.keys()]);
    const results = this.#executor.run(
      program,
      program.feeds.map((node) => node.feed!),
    );
    program.outputs.forEach((node, i) => {
      const sharing = sources.get(node)!;
      results[i]!.references = sharing.length;
      for (const entry of sharing) this.#settle(entry, results[i]!);
    });
    return program;
  }

  #settle(entry: Entry, buffer: SharedBuffer): void {
    entry.buffer = buffer;
    entry.node = undefined;
    entry.isolated = undefined;
    this.#entries.delete(entry);
  }
}
