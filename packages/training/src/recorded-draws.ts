import { DrawTape, type Rng } from '@polyvae/random';
import type { HostInputs } from './compile.js';

/** The random numbers of a recorded step as host inputs of its compiled form. */
export class RecordedDraws implements HostInputs {
  /** The stream of the step that is to be taken. */
  current: Rng | undefined;
  #tape: DrawTape | undefined;

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

  indexOf(token: unknown, array: unknown): number | undefined {
    const index = (token as DrawTape).results.indexOf(array);
    return index < 0 ? undefined : index;
  }

  end(token: unknown): void {
    (token as DrawTape).forget();
  }

  make(token: unknown): readonly unknown[] {
    return (token as DrawTape).replay(this.current!);
  }
}
