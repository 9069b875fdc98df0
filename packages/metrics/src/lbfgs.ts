import { lineSearch } from './line-search.js';

/** Computes an objective at `x` and writes its gradient into `gradient`. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

/** Options of `minimize`. */
export interface MinimizeOptions {
  /** Stops when no component of the gradient is larger in magnitude. */
  readonly tolerance: number;
  readonly maxIterations: number;
  /** Pairs of steps and gradient differences kept; default 10. */
  readonly memory?: number;
}

/** Where a minimisation ended. */
export interface Minimum {
  readonly x: Float64Array;
  readonly value: number;
  /** Largest magnitude in the gradient. */
  readonly gradient: number;
  readonly iterations: number;
  /** False if iterations ran out or no further descent was possible in double precision. */
  readonly converged: boolean;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function largest(a: Float64Array): number {
  let most = 0;
  for (const value of a) most = Math.max(most, Math.abs(value));
  return most;
}

interface Pair {
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly rho: number;
}

/** −H g by the two-loop recursion; H₀ = sᵀy / yᵀy of the newest pair. */
function direction(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const d = gradient.map((value) => -value);
  const alphas: number[] = [];
  for (let k = pairs.length - 1; k >= 0; k--) {
    const { s, y, rho } = pairs[k]!;
    const alpha = rho * dot(s, d);
    alphas[k] = alpha;
    for (let i = 0; i < d.length; i++) d[i] = d[i]! - alpha * y[i]!;
  }
  const newest = pairs.at(-1);
  if (newest) {
    const scale = 1 / (newest.rho * dot(newest.y, newest.y));
    for (let i = 0; i < d.length; i++) d[i] = d[i]! * scale;
  }
  pairs.forEach(({ s, y, rho }, k) => {
    const beta = rho * dot(y, d);
    for (let i = 0; i < d.length; i++) d[i] = d[i]! + s[i]! * (alphas[k]! - beta);
  });
  return d;
}

/**
 * Minimises a smooth function by limited-memory BFGS in double precision.
 * @see Nocedal and Wright 2006, Algorithm 7.5
 */
export function minimize(objective: Objective, start: Float64Array, options: MinimizeOptions): Minimum {
  const { tolerance, maxIterations, memory = 10 } = options;
  let x = start.slice();
  let gradient = new Float64Array(x.length);
  let value = objective(x, gradient);
  let pairs: Pair[] = [];
  let iterations = 0;
  while (iterations < maxIterations && largest(gradient) > tolerance) {
    const d = direction(gradient, pairs);
    // The first step is at most of length 1 in the 1-norm: nothing is known of the curvature yet.
    const first = pairs.length > 0 ? 1 : Math.min(1, 1 / gradient.reduce((sum, g) => sum + Math.abs(g), 0));
    let nextX = x;
    let nextGradient = gradient;
    const found = lineSearch(
      (step) => {
        nextX = x.map((xi, i) => xi + step * d[i]!);
        nextGradient = new Float64Array(x.length);
        const at = objective(nextX, nextGradient);
        return { value: at, slope: dot(nextGradient, d) };
      },
      { value, slope: dot(gradient, d) },
      first,
    );
    if (found === undefined) {
      // Descent failed along a direction of old curvature: once more along the gradient, then give up.
      if (pairs.length === 0) break;
      pairs = [];
      continue;
    }
    iterations++;
    const s = nextX.map((xi, i) => xi - x[i]!);
    const y = nextGradient.map((gi, i) => gi - gradient[i]!);
    const curvature = dot(s, y);
    if (curvature > 2.2e-16 * dot(y, y)) {
      pairs.push({ s, y, rho: 1 / curvature });
      if (pairs.length > memory) pairs.shift();
    }
    x = nextX;
    gradient = nextGradient;
    value = found.value;
  }
  const rest = largest(gradient);
  return { x, value, gradient: rest, iterations, converged: rest <= tolerance };
}
