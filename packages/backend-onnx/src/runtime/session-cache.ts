import { encodeModel, type Program } from '../onnx/model.js';
import { Session, type SessionOptions } from './binding.js';

/** Compiled graphs by structure, least recently used first out: each session owns threads and an arena. */
export class SessionCache {
  readonly #sessions = new Map<string, Session>();
  readonly #capacity: number;
  readonly #options: SessionOptions;
  /** Graphs compiled so far. */
  compiled = 0;

  constructor(capacity: number, options: SessionOptions) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new RangeError(`sessionCacheSize: expected a positive integer, found ${capacity}.`);
    }
    this.#capacity = capacity;
    this.#options = options;
  }

  /** The session of a structure; compiled if it is not at hand. */
  get(key: string, program: Program): Session {
    let session = this.#sessions.get(key);
    if (session !== undefined) this.#sessions.delete(key);
    else {
      session = new Session(encodeModel(program), this.#options);
      this.compiled++;
    }
    this.#sessions.set(key, session);
    if (this.#sessions.size > this.#capacity) {
      const [oldest, unused] = this.#sessions.entries().next().value!;
      this.#sessions.delete(oldest);
      unused.dispose();
    }
    return session;
  }

  /** Sessions held now. */
  get size(): number {
    return this.#sessions.size;
  }

  /** Frees every session. */
  dispose(): void {
    for (const session of this.#sessions.values()) session.dispose();
    this.#sessions.clear();
  }
}
