/** A function of the step length, and its derivative. */
export interface Point {
  readonly value: number;
  readonly slope: number;
}

interface Step extends Point {
  readonly step: number;
}

const DECREASE = 1e-4;
const CURVATURE = 0.9;
/** Differences of the value below this are rounding; slopes decide then. */
const NOISE = 1e-13;
const MOST_TRIALS = 40;

/**
 * A step that satisfies the strong Wolfe conditions, or near the minimum, where values differ by rounding alone, the
 * approximate ones of Hager and Zhang. The last evaluation is that of the step returned.
 * @param evaluate Value and slope at a step.
 * @param start Value and slope at 0.
 * @param first The first step tried.
 * @returns The accepted step, or nothing if the direction does not descend.
 * @see Nocedal and Wright 2006, Algorithms 3.5 and 3.6; Hager and Zhang 2005, Eq. (4.1)
 */
export function lineSearch(evaluate: (step: number) => Point, start: Point, first: number): Step | undefined {
  if (!(start.slope < 0)) return undefined;
  const noise = NOISE * Math.abs(start.value);
  let low: Step = { step: 0, ...start };
  let high: Step | undefined;
  let step = first;
  for (let trial = 0; trial < MOST_TRIALS; trial++) {
    const point: Step = { step, ...evaluate(step) };
    const { value, slope } = point;
    const enough = value <= start.value + DECREASE * step * start.slope;
    if (enough && Math.abs(slope) <= -CURVATURE * start.slope) return point;
    const flat = value <= start.value + noise;
    if (flat && slope >= CURVATURE * start.slope && slope <= (2 * DECREASE - 1) * start.slope) return point;
    // NaN and infinity are too far as well.
    if (!(enough || flat) || slope >= 0) high = point;
    else low = point;
    step = high ? between(low, high) : 4 * step;
    if (high && Math.abs(high.step - low.step) <= 1e-16 * high.step) break;
  }
  return undefined;
}

/** The minimum of the cubic through both points, kept away from the ends. */
function between(low: Step, high: Step): number {
  const width = high.step - low.step;
  const middle = low.step + 0.5 * width;
  if (!Number.isFinite(high.value) || !Number.isFinite(high.slope)) return low.step + 0.1 * width;
  const theta = (3 * (low.value - high.value)) / width + low.slope + high.slope;
  const root = Math.sqrt(theta * theta - low.slope * high.slope);
  const cubic = low.step + (width * (theta + root - low.slope)) / (high.slope - low.slope + 2 * root);
  if (!Number.isFinite(cubic)) return middle;
  return Math.min(Math.max(cubic, low.step + 0.1 * width), low.step + 0.9 * width);
}
