import { DrawTape, Rng, type RngState } from '@polyvae/random';
import type { CompiledInputs } from './compile.js';

/** The random numbers of a recorded step as host inputs of its compiled form. */
export class RecordedDraws implements CompiledInputs {
  #start: RngState | undefined;
  #tape: DrawTape | undefined;

  /** Notes the stream of the step that is to be taken, as it is before anything is drawn. */
  startFrom(rng: Rng): void {
    this.#start = rng.save();
  }

  begin(): DrawTape {
    const tape = new DrawTape();
    this.#tape = tape;
    return tape;
  }

  /** The stream for a loss: noted if it is being recorded, else itself. */
  record(rng: Rng): Rng {
    const tape = this.#tape;
    this.#tape = undefined;
    return tape === undefined ? rng : tape.record(rng);
  }

  refusal(token: unknown): string | undefined {
    return (token as DrawTape).decides
      ? 'it draws single numbers or a permutation, by which it may decide; draw them in rng.derive'
      : undefined;
  }

  indexOf(token: unknown, array: unknown): number | undefined {
    const index = (token as DrawTape).results.indexOf(array);
    return index < 0 ? undefined : index;
  }

  end(token: unknown): void {
    (token as DrawTape).forget();
  }

  make(token: unknown): readonly unknown[] {
    return (token as DrawTape).replay(Rng.restore(this.#start!));
  }
}
