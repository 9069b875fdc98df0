import { Rng } from './rng.js';
import type { RngState } from './rng-state.js';

/** One thing that was asked of a stream; streams are numbered in the order in which they came up. */
interface Draw {
  readonly stream: number;
  readonly ask: (rng: Rng) => unknown;
  /** Whether it is the next stream; a stream that `derive` returns is a result like others, as nothing is noted of it. */
  readonly opens: boolean;
}

/**
 * A recording of all draws from a stream and its splits and forks, in order, so that they can be repeated on
 * another stream without running the code in between.
 *
 * @example
 * ```ts
 * const tape = new DrawTape();
 * const noise = sampleNoise(tape.record(Rng.fromSeed(1)));   // any code that draws
 * const others = tape.replay(Rng.fromSeed(2));                // what that code would have drawn
 * ```
 */
export class DrawTape {
  readonly #draws: Draw[] = [];
  #results: unknown[] = [];
  #streams = 0;
  #decides = false;

  /**
   * A stream that gives what `rng` gives, and notes it. Drawing from it advances `rng`.
   * @throws {Error} if the tape already has a recording.
   */
  record(rng: Rng): Rng {
    if (this.#streams > 0) throw new Error('DrawTape: this tape has a recording already; make a new one.');
    return new TapedRng(rng, this, this.#streams++);
  }

  /** Results of the draws, in order; streams that were split or forked are among it. */
  get results(): readonly unknown[] {
    return this.#results;
  }

  /**
   * Whether the code saw something outside `derive` by which it may have decided what to do: a single number, a
   * permutation, the state of a stream, or an error. A replay is then not surely what the code would have drawn.
   */
  get decides(): boolean {
    return this.#decides;
  }

  /** Lets go of the results; the tape can still be replayed. */
  forget(): void {
    this.#results = [];
  }

  /**
   * Draws the same from another stream, which advances as the first one did.
   * @returns As many results as the recording has, in the same order.
   */
  replay(rng: Rng): unknown[] {
    const streams = [rng];
    return this.#draws.map(({ stream, ask, opens }) => {
      const result = ask(streams[stream]!);
      if (opens) streams.push(result as Rng);
      return result;
    });
  }

  /** @internal */
  noteDecision(): void {
    this.#decides = true;
  }

  /** @internal */
  note<T>(stream: number, rng: Rng, ask: (rng: Rng) => T, opens = false): T {
    let result: T;
    try {
      result = ask(rng);
    } catch (error) {
      // Nothing is noted, though the stream may have advanced.
      this.#decides = true;
      throw error;
    }
    this.#draws.push({ stream, ask, opens });
    this.#results.push(result);
    return result;
  }

  /** @internal */
  noteStream(stream: number, rng: Rng, ask: (rng: Rng) => Rng): Rng {
    return new TapedRng(this.note(stream, rng, ask, true), this, this.#streams++);
  }
}

class TapedRng extends Rng {
  readonly #rng: Rng;
  readonly #tape: DrawTape;
  readonly #stream: number;

  constructor(rng: Rng, tape: DrawTape, stream: number) {
    super(new Uint32Array(4));
    this.#rng = rng;
    this.#tape = tape;
    this.#stream = stream;
  }

  override save(): RngState {
    this.#tape.noteDecision();
    return this.#rng.save();
  }

  override load(): void {
    throw new Error('Rng: a stream that is being recorded cannot be set to another state.');
  }

  override split(): Rng {
    return this.#tape.noteStream(this.#stream, this.#rng, (rng) => rng.split());
  }

  override fork(label: string | number): Rng {
    return this.#tape.noteStream(this.#stream, this.#rng, (rng) => rng.fork(label));
  }

  override derive<T>(make: (rng: Rng) => T): T {
    return this.#note(make);
  }

  override uint32(): number {
    return this.#noteDecision((rng) => rng.uint32());
  }

  override uniform(): number {
    return this.#noteDecision((rng) => rng.uniform());
  }

  override normal(): number {
    return this.#noteDecision((rng) => rng.normal());
  }

  override laplace(): number {
    return this.#noteDecision((rng) => rng.laplace());
  }

  override integer(low: number, high: number): number {
    return this.#noteDecision((rng) => rng.integer(low, high));
  }

  override uniforms(n: number): Float32Array {
    return this.#note((rng) => rng.uniforms(n));
  }

  override normals(n: number): Float32Array {
    return this.#note((rng) => rng.normals(n));
  }

  override laplaces(n: number): Float32Array {
    return this.#note((rng) => rng.laplaces(n));
  }

  override categorical(probabilities: ArrayLike<number>): number {
    const fixed = Array.from(probabilities);
    return this.#noteDecision((rng) => rng.categorical(fixed));
  }

  override permutation(n: number): Uint32Array {
    return this.#noteDecision((rng) => rng.permutation(n));
  }

  #note<T>(ask: (rng: Rng) => T): T {
    return this.#tape.note(this.#stream, this.#rng, ask);
  }

  #noteDecision<T>(ask: (rng: Rng) => T): T {
    this.#tape.noteDecision();
    return this.#note(ask);
  }
}
