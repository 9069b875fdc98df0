import { ArgumentError, ArgumentTypeError, checkOptions } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs';
import { OnnxBackend } from '../backend/backend.js';
import { warn } from '../runtime/warn.js';
import { type Container, type Flattened, flatten, rebuild } from './container.js';
import { type HostInputs, NO_HOST_INPUTS } from './host-inputs.js';
import { type Call, type Compiled, observe } from './observe.js';
import { isCurrent, replay } from './plan.js';
import { runBody } from './run-body.js';

/** Options of `jit`. */
export interface JitOptions {
  /** Observes every n-th call again, and compares it with the compiled form; 0, the default, leaves it at the first calls. */
  readonly verifyEvery?: number;
  /** Whether a function that cannot be compiled is an error, which is the default, or stays as it is: slower, but right. */
  readonly strict?: boolean;
  /** Arrays that the body makes anew at every call, such as random noise; without it they have to be arguments. */
  readonly hostInputs?: HostInputs;
}

/** Calls in a row that may each record something else before the function is refused. */
const MOST_OBSERVATIONS = 4;

/** Signatures (shapes, types, plain values) that a function keeps compiled forms of. */
const MOST_SIGNATURES = 64;

/**
 * A function that records its body once, and from then on runs the compiled graph without calling the body again: no
 * tracing, no gradient tape, one call into ONNX Runtime. Gradients taken inside, and assignments to variables, are part
 * of the graph.
 *
 * The body must be a function of its arguments and of variables. Numbers and arrays that the host makes inside it (a step
 * count, random noise) must be passed as tensors; other tensors that it uses stay those of the recorded call. The first
 * calls run the body: the second is compared with the first, and its results, bit for bit, with those of the compiled
 * form. For each combination of shapes, types and plain arguments (numbers, strings, booleans) this happens anew, also
 * when a variable or tensor from outside is gone.
 *
 * On another backend, or inside a gradient or another compiled function, it is the plain body in a `tf.tidy`.
 * @param body Takes and returns tensors, also nested in arrays and plain objects; it disposes no argument.
 * @returns The compiled function. Returned tensors are the caller's, also where the body returns one of its arguments.
 * @throws {ArgumentTypeError} when called, for arguments that are no containers of float32, int32 and bool tensors (with `strict`).
 * @throws {Error} when called, if the body cannot be compiled (with `strict`): it reads tensors, uses a kernel that falls
 * back, makes or disposes variables or keeps tensors at every call, or uploads numbers that change. The call that finds
 * this out has run; later ones throw before anything is run.
 */
export function jit<A extends readonly unknown[], R>(
  body: (...args: A) => R,
  options: JitOptions = {},
): (...args: A) => R {
  checkOptions('jit', options, ['verifyEvery', 'strict', 'hostInputs']);
  const { verifyEvery = 0, strict = true, hostInputs = NO_HOST_INPUTS } = options;
  if (!Number.isInteger(verifyEvery) || verifyEvery < 0) {
    throw new ArgumentError(`jit({ verifyEvery }): expected a whole number, 0 for never, found ${verifyEvery}.`);
  }
  const name = body.name || 'the function';
  const known = new Map<string, Compiled>();
  let owner: tf.KernelBackend | undefined;
  let warned = false;

  /** Knowledge of the function for these arguments; the least recently used is forgotten. */
  const lookUp = (signature: string): Compiled => {
    const compiled = known.get(signature) ?? unknown();
    known.delete(signature);
    known.set(signature, compiled);
    if (known.size > MOST_SIGNATURES) {
      known.delete(known.keys().next().value!);
      if (!warned) warn(warningOf(name), 'POLYVAE_ONNX_JIT_SIGNATURES');
      warned = true;
    }
    return compiled;
  };

  return (...args) => {
    const plain = (): R => runBody(() => body(...args) as Container) as R;
    const backend = tf.backend();
    const engine = tf.engine() as unknown as { state: { gradientDepth: number } };
    if (!(backend instanceof OnnxBackend) || backend.jit.isRecording || engine.state.gradientDepth > 0) return plain();
    if (owner !== backend) known.clear();
    owner = backend;
    let flattened: Flattened;
    try {
      flattened = flatten(args as readonly Container[], 'argument');
      checkTypes(flattened.tensors);
    } catch (error) {
      if (strict) throw error;
      return plain();
    }
    const { tensors, description } = flattened;
    const compiled = lookUp(description);
    if (compiled.failures >= MOST_OBSERVATIONS) {
      if (strict) throw new Error(refusalOf(name, compiled.reason));
      return plain();
    }
    const ready = compiled.verified && isCurrent(backend.jit, compiled.plan!);
    if (compiled.verified && !ready) Object.assign(compiled, unknown());
    compiled.calls++;
    if (ready && !(verifyEvery > 0 && compiled.calls % verifyEvery === 0)) {
      const made = compiled.plan!.usesHost ? hostInputs.make(compiled.token) : [];
      return rebuild(compiled.result, replay(backend.jit, compiled.plan!, tensors, made)) as R;
    }
    const result = observe({
      host: backend.jit,
      compiled,
      body: body as Call['body'],
      args: args as readonly Container[],
      tensors,
      hostInputs,
    });
    const message =
      ready && !compiled.verified
        ? `jit: ${name} has changed since it was compiled: ${compiled.reason}. Calls after the last comparison went on as before.`
        : strict && compiled.failures >= MOST_OBSERVATIONS
          ? refusalOf(name, compiled.reason)
          : undefined;
    if (message === undefined) return result as R;
    tf.dispose([...flatten(result, 'result').tensors]);
    throw new Error(message);
  };
}

function unknown(): Compiled {
  return {
    plan: undefined,
    verified: false,
    calls: 0,
    failures: 0,
    reason: '',
    result: undefined,
    structure: '',
    token: undefined,
  };
}

function refusalOf(name: string, reason: string): string {
  return `jit: ${name} cannot be compiled, since ${reason}.`;
}

function warningOf(name: string): string {
  return (
    `jit: ${name} was called with more than ${MOST_SIGNATURES} combinations of shapes, types and plain values, and is ` +
    'recorded for each. Pass numbers that change as tensors, and pad what changes its shape.'
  );
}

function checkTypes(tensors: readonly tf.Tensor[]): void {
  const odd = tensors.find(({ dtype }) => dtype === 'string' || dtype === 'complex64');
  if (odd) throw new ArgumentTypeError(`jit: expected arguments of type float32, int32 or bool, found ${odd.dtype}.`);
}
