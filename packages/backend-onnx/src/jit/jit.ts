import * as tf from '@tensorflow/tfjs';
import { OnnxBackend } from '../backend.js';
import { checkOptions } from '../check-options.js';
import { type Container, flatten, rebuild } from './container.js';
import { type Plan, planOf, replay } from './plan.js';
import { differenceBetween, hostBuffer, sameBytes, verify } from './verify.js';

/** Options of `jit`. */
export interface JitOptions {
  /** Traces every n-th call again, and compares it with the compiled form; 0, the default, leaves it at the first calls. */
  readonly verifyEvery?: number;
  /** Whether a function that cannot be compiled is an error, which is the default, or stays as it is: slower, but right. */
  readonly strict?: boolean;
  /** Arrays that the body makes anew at every call, such as random noise; without it they have to be arguments. */
  readonly hostInputs?: HostInputs;
}

/** How to make again what a body uploads, without running the body. */
export interface HostInputs<Token = unknown> {
  /** Called before the body runs; what it returns stands for this run's arrays from then on. */
  begin(): Token;
  /** Index of an array that this run made, by identity; undefined for any other. */
  indexOf(token: Token, array: unknown): number | undefined;
  /** Called once no more is asked about this run's arrays. */
  end?(token: Token): void;
  /** Makes the arrays of another call, by index. Types and lengths must be those of the run that the token stands for. */
  make(token: Token): readonly unknown[];
}

/** Calls in a row that may each record something else before the function is refused. */
const MOST_TRACES = 4;

/** Signatures (shapes, types, plain values) that a function keeps compiled forms of. */
const MOST_SIGNATURES = 64;

interface Compiled {
  /** Of the latest trace. */
  plan: Plan | undefined;
  /** Whether two traces, and the compiled form, agreed. */
  verified: boolean;
  calls: number;
  /** Traces in a row that led to nothing. */
  failures: number;
  /** What the body returned, with some tensor in the place of each. */
  result: Container;
  /** Description of the result. */
  structure: string;
  /** Stands for the host inputs of the latest trace. */
  token: unknown;
}

/**
 * A function that records its body once, and from then on runs the compiled graph without calling the body again: no
 * tracing, no gradient tape, one call into ONNX Runtime. Gradients taken inside, and assignments to variables, are part
 * of the graph.
 *
 * The body must be a function of its arguments and of variables; a number or array made by the host inside it (a step
 * count, random noise) must be passed as a tensor. The first calls run the body: the second is compared with the first,
 * and its results, bit for bit, with those of the compiled form. For each combination of shapes, types and plain
 * arguments (numbers, strings, booleans) this happens anew.
 *
 * On another backend, or inside a gradient or another compiled function, it is the plain body in a `tf.tidy`.
 * @param body Takes and returns tensors, also nested in arrays and plain objects.
 * @returns The compiled function. Returned tensors are the caller's, also where the body returns one of its arguments.
 * @throws {Error} when called, if the body reads tensors, uses a kernel that falls back, makes or disposes variables or
 * keeps tensors at every call, or uploads numbers that change from call to call.
 */
export function jit<A extends readonly unknown[], R>(
  body: (...args: A) => R,
  options: JitOptions = {},
): (...args: A) => R {
  checkOptions('jit', options, ['verifyEvery', 'strict', 'hostInputs']);
  const { verifyEvery = 0, strict = true, hostInputs = NO_HOST_INPUTS } = options;
  if (!Number.isInteger(verifyEvery) || verifyEvery < 0) {
    throw new RangeError(`jit({ verifyEvery }): expected a whole number, 0 for never, found ${verifyEvery}.`);
  }
  const name = body.name || 'the function';
  const known = new Map<string, Compiled>();
  let owner: tf.KernelBackend | undefined;

  return (...args) => {
    const backend = tf.backend();
    const engine = tf.engine() as unknown as { state: { gradientDepth: number } };
    if (!(backend instanceof OnnxBackend) || backend.isRecording || engine.state.gradientDepth > 0) {
      return runBody(() => body(...args) as Container) as R;
    }
    if (owner !== backend) known.clear();
    owner = backend;
    const { tensors, description } = flatten(args as readonly Container[], 'argument');
    const signature = description + sharing(tensors);
    let compiled = known.get(signature);
    if (compiled === undefined) {
      compiled = {
        plan: undefined,
        verified: false,
        calls: 0,
        failures: 0,
        result: undefined,
        structure: '',
        token: undefined,
      };
      known.set(signature, compiled);
      if (known.size > MOST_SIGNATURES) known.delete(known.keys().next().value!);
    }
    compiled.calls++;
    const again = verifyEvery > 0 && compiled.calls % verifyEvery === 0;
    if (compiled.plan !== undefined && compiled.verified && !again) {
      const made = hostInputs.make(compiled.token);
      return rebuild(compiled.result, replay(backend, compiled.plan, tensors, made)) as R;
    }
    if (compiled.failures >= MOST_TRACES) return runBody(() => body(...args) as Container) as R;
    const run = (): Container => body(...args) as Container;
    return trace({ backend, name, compiled, args: tensors, run, hostInputs, strict }) as R;
  };
}

interface Call {
  readonly backend: OnnxBackend;
  readonly name: string;
  readonly compiled: Compiled;
  readonly args: readonly tf.Tensor[];
  readonly run: () => Container;
  readonly hostInputs: HostInputs;
  readonly strict: boolean;
}

function trace({ backend, name, compiled, args, run, hostInputs, strict }: Call): Container {
  const engine = tf.engine();
  const variables = Object.values(engine.registeredVariables);
  const before = new Map(variables.map((variable) => [variable.dataId, variable]));
  const ids = variables.map(({ dataId }) => dataId);
  const token = hostInputs.begin();
  const { result, recording } = backend.record(() => runBody(run));
  const { tensors: outputs, description } = flatten(result, 'result');
  const fail = (reason: string): Container => {
    compiled.verified = false;
    if (++compiled.failures < MOST_TRACES || !strict) return result;
    tf.dispose([...outputs]);
    throw new Error(`jit: ${name} cannot be compiled, since ${reason}.`);
  };

  const after = Object.values(engine.registeredVariables);
  const assigned = variables.filter((variable, i) => !variable.isDisposed && variable.dataId !== ids[i]);
  const touched = [...outputs, ...assigned].map(({ dataId }) => dataId);
  const reason =
    after.length !== variables.length || after.some((variable) => !variables.includes(variable))
      ? 'it makes or disposes variables at every call; make them once, outside'
      : recording.interruption !== undefined
        ? `${recording.interruption} before it returns; return the tensor, and read it outside`
        : backend.isPendingBeyond(touched)
          ? 'it keeps tensors that it does not return; return them'
          : undefined;
  if (reason !== undefined) {
    compiled.plan = undefined;
    return fail(reason);
  }
  const computed = backend.compute(recording, touched);
  try {
    const hostIndexOf = (given: unknown): number | undefined => hostInputs.indexOf(token, given);
    const observation = { recording, computed, args, before, outputs, assigned, hostIndexOf };
    const { plan: previous, structure, token: previousToken } = compiled;
    const plan = planOf(observation);
    Object.assign(compiled, { plan, structure: description, result, token });
    if (previous === undefined) return result;
    const difference = description === structure ? differenceBetween(previous, plan) : OTHER_STRUCTURE;
    if (difference !== undefined) return fail(difference);
    const made = previous.hostValues.size === 0 ? [] : hostInputs.make(previousToken);
    const other = [...plan.hostValues].find(([i, buffer]) => !sameBytes(buffer, hostBuffer(made[i])));
    if (other !== undefined) return fail(`host input ${other[0]} is not what the body makes`);
    verify(backend, name, previous, observation, touched, made);
    plan.hostValues.clear();
    compiled.verified = true;
    compiled.failures = 0;
    return result;
  } finally {
    backend.release(computed.values.values());
    hostInputs.end?.(token);
  }
}

const NO_HOST_INPUTS: HostInputs = { begin: () => undefined, indexOf: () => undefined, make: () => [] };

const OTHER_STRUCTURE = 'it returns another structure, or other plain values, at every call';
/** Runs the body; what it returns belongs to the caller, even if it returns an argument or a variable. */
function runBody(run: () => Container): Container {
  const first = (tf.engine() as unknown as { nextTensorId(): number }).nextTensorId();
  return tf.tidy(() => {
    const result = run();
    const { tensors } = flatten(result, 'result');
    const own = tensors.map((tensor) =>
      tensor.id < first || tensor instanceof tf.Variable ? tf.clone(tensor) : tensor,
    );
    return rebuild(result, own) as tf.TensorContainer;
  }) as Container;
}

/** Which arguments and variables are the same data: a graph that was recorded for one such case fits no other. */
function sharing(args: readonly tf.Tensor[]): string {
  const first = new Map<object, string>();
  let text = '';
  const note = (id: object, name: string): void => {
    const known = first.get(id);
    if (known === undefined) first.set(id, name);
    else text += `${name}=${known};`;
  };
  const variables = tf.engine().registeredVariables;
  for (const name in variables) note(variables[name]!.dataId, name);
  for (const [i, { dataId }] of args.entries()) note(dataId, `${i}`);
  return text;
}
