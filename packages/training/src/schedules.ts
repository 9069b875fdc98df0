import { ArgumentError } from '@polyvae/errors';

/** Learning rate as a function of the steps completed, from 0. Must depend on nothing else, or resume is not exact. */
export type Schedule = (step: number) => number;

function requireSteps(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1)
    throw new ArgumentError(`${name}: expected an integer ≥ 1, found ${value}`);
}

function requireRate(name: string, value: number): void {
  if (!Number.isFinite(value) || value < 0) {
    throw new ArgumentError(`${name}: expected a finite learning rate ≥ 0, found ${value}`);
  }
}

/** A schedule of one rate for all steps. */
export function constant(rate: number): Schedule {
  requireRate('constant(rate)', rate);
  return () => rate;
}

/**
 * Half a cosine from `from` to `to` over `steps` steps, then `to`.
 * @see Loshchilov and Hutter 2017, Eq. (5), without restarts
 */
export function cosine(options: { readonly from: number; readonly to?: number; readonly steps: number }): Schedule {
  const { from, to = 0, steps } = options;
  requireRate('cosine({ from })', from);
  requireRate('cosine({ to })', to);
  requireSteps('cosine({ steps })', steps);
  return (step) => to + 0.5 * (from - to) * (1 + Math.cos((Math.PI * Math.min(step, steps)) / steps));
}

/** `from`, multiplied by `factor` after every `every` steps. */
export function stepDecay(options: {
  readonly from: number;
  readonly factor: number;
  readonly every: number;
}): Schedule {
  const { from, factor, every } = options;
  requireRate('stepDecay({ from })', from);
  requireRate('stepDecay({ factor })', factor);
  requireSteps('stepDecay({ every })', every);
  return (step) => from * factor ** Math.floor(step / every);
}

/**
 * The rate of `from` until the last `last` of `steps` steps, over which it falls linearly towards 0. What a long constant rate
 * leaves noisy settles in a short fall.
 * @see Zhai et al. 2022, "Scaling Vision Transformers", Section 3.5
 */
export function coolDown(options: {
  readonly from: number | Schedule;
  readonly steps: number;
  readonly last: number;
}): Schedule {
  const { steps, last } = options;
  requireSteps('coolDown({ steps })', steps);
  requireSteps('coolDown({ last })', last);
  const from = toSchedule(options.from);
  return (step) => from(step) * Math.min(1, Math.max(0, steps - step) / last);
}

/** Linear from `1 / steps` of the following schedule's first rate up to it, then that schedule from its own step 0. */
export function warmUp(options: { readonly steps: number; readonly to: number | Schedule }): Schedule {
  const { steps } = options;
  requireSteps('warmUp({ steps })', steps);
  const target = toSchedule(options.to);
  return (step) => (step < steps ? (target(0) * (step + 1)) / steps : target(step - steps));
}

/** A number as a constant schedule; a schedule as it is. */
export function toSchedule(rate: number | Schedule): Schedule {
  return typeof rate === 'function' ? rate : constant(rate);
}
