import { createOperation, OPERATIONS, PEAK } from './operations.js';
import { createRandom } from './random.js';
import { createStep, STEPS } from './steps.js';

/** A training step on a new batch. `drawMs` sums up what making the batches took, which no engine can make shorter. */
function timedStep({ draw, step }) {
  const repeat = async () => {
    const start = performance.now();
    const drawn = draw();
    repeat.drawMs += performance.now() - start;
    return step(drawn);
  };
  repeat.drawMs = 0;
  return repeat;
}

/**
 * One repetition of the named operation (`-gradient` appended: with gradients) or training step.
 * @returns {(() => unknown) & { drawMs?: number }}
 */
export function createCase(name, batch, compile) {
  if (name === 'peak') return createOperation(PEAK, false, createRandom(1));
  if (STEPS[name]) return timedStep(createStep(name, batch, compile));
  const [, operation, gradient] = /^(.*?)(-gradient)?$/.exec(name);
  if (OPERATIONS[operation]) return createOperation(OPERATIONS[operation], gradient !== undefined, createRandom(1));
  const known = ['peak', ...Object.keys(STEPS), ...Object.keys(OPERATIONS)];
  throw new Error(`--case: expected one of ${known.join(', ')}, found "${name}"`);
}
