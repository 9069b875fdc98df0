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

/**
 * A schedule of one rate for all steps.
 * @example
 * ```ts
 * adam({ learningRate: constant(1e-3) });
 * ```
 */
export function constant(rate: number): Schedule {
  requireRate('constant(rate)', rate);
  return () => rate;
}

/** Options of {@link cosine}. */
export interface CosineOptions {
  /** First rate. */
  readonly from: number;
  /** Last rate; default 0. */
  readonly to?: number;
  /** Steps from the first to the last rate. */
  readonly steps: number;
}

/**
 * Half a cosine from `from` to `to` over `steps` steps, then `to`.
 * @see Loshchilov and Hutter 2017, Eq. (5), without restarts
 * @example
 * ```ts
 * adam({ learningRate: cosine({ from: 1e-3, to: 0, steps: 1000 }) });
 * ```
 */
export function cosine(options: CosineOptions): Schedule {
  const { from, to = 0, steps } = options;
  requireRate('cosine({ from })', from);
  requireRate('cosine({ to })', to);
  requireSteps('cosine({ steps })', steps);
  return (step) => to + 0.5 * (from - to) * (1 + Math.cos((Math.PI * Math.min(step, steps)) / steps));
}

/** Options of {@link stepDecay}. */
export interface StepDecayOptions {
  /** First rate. */
  readonly from: number;
  /** Factor of each fall. */
  readonly factor: number;
  /** Steps from one fall to the next. */
  readonly every: number;
}

/**
 * `from`, multiplied by `factor` after every `every` steps.
 * @example
 * ```ts
 * adam({ learningRate: stepDecay({ from: 1e-3, factor: 0.5, every: 500 }) });
 * ```
 */
export function stepDecay(options: StepDecayOptions): Schedule {
  const { from, factor, every } = options;
  requireRate('stepDecay({ from })', from);
  requireRate('stepDecay({ factor })', factor);
  requireSteps('stepDecay({ every })', every);
  return (step) => from * factor ** Math.floor(step / every);
}

/** Options of {@link coolDown}. */
export interface CoolDownOptions {
  /** Rate, or schedule, before the fall. */
  readonly from: number | Schedule;
  /** Steps of the whole training. */
  readonly steps: number;
  /** Steps of the fall, the last ones. */
  readonly last: number;
}

/**
 * The rate of `from` until the last `last` of `steps` steps, over which it falls linearly towards 0. What a long constant rate
 * leaves noisy settles in a short fall.
 * @see Zhai et al. 2022, "Scaling Vision Transformers", Section 3.5
 * @example
 * ```ts
 * adam({ learningRate: coolDown({ from: 1e-3, steps: 1000, last: 300 }) });
 * ```
 */
export function coolDown(options: CoolDownOptions): Schedule {
  const { steps, last } = options;
  requireSteps('coolDown({ steps })', steps);
  requireSteps('coolDown({ last })', last);
  const from = toSchedule(options.from);
  return (step) => from(step) * Math.min(1, Math.max(0, steps - step) / last);
}

/** Options of {@link warmUp}. */
export interface WarmUpOptions {
  /** Steps of the rise. */
  readonly steps: number;
  /** Rate, or schedule, after it. */
  readonly to: number | Schedule;
}

/**
 * Linear from `1 / steps` of the following schedule's first rate up to it, then that schedule from its own step 0.
 * @example
 * ```ts
 * adam({ learningRate: warmUp({ steps: 100, to: 1e-3 }) });
 * ```
 */
export function warmUp(options: WarmUpOptions): Schedule {
  const { steps } = options;
  requireSteps('warmUp({ steps })', steps);
  const target = toSchedule(options.to);
  return (step) => (step < steps ? (target(0) * (step + 1)) / steps : target(step - steps));
}

/** A number as a constant schedule; a schedule as it is. */
export function toSchedule(rate: number | Schedule): Schedule {
  return typeof rate === 'function' ? rate : constant(rate);
}
