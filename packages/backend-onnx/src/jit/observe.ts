import * as tf from '@tensorflow/tfjs';
import type { JitHost } from '../backend/jit-host.js';
import type { Recording } from '../backend/recording.js';
import { type Container, flatten, rebuild } from './container.js';
import type { HostInputs } from './host-inputs.js';
import { type Plan, planOf } from './plan.js';
import { runBody } from './run-body.js';
import { differenceBetween, verify } from './verify.js';

/** Knowledge of a function for one combination of shapes, types and plain arguments. */
export interface Compiled {
  /** Of the latest observed call. */
  plan: Plan | undefined;
  /** Whether two observed calls, and the compiled form, agreed. */
  verified: boolean;
  calls: number;
  /** Number of observed calls in a row that led to nothing, and why the last did not. */
  failures: number;
  reason: string;
  /** Result of the body, with some tensor in the place of each. */
  result: Container;
  /** Description of the result. */
  structure: string;
  /** Stands for the host inputs of the latest observed call. */
  token: unknown;
}

/** A call that runs the body. */
export interface Call {
  readonly host: JitHost;
  readonly compiled: Compiled;
  readonly body: (...args: readonly unknown[]) => unknown;
  readonly args: readonly Container[];
  /** The arguments' tensors. */
  readonly tensors: readonly tf.Tensor[];
  readonly hostInputs: HostInputs;
}

/**
 * Runs the body, and turns what it recorded into a plan; the second in a row that agrees is verified. If nothing came of
 * it, `compiled.failures` and `compiled.reason` say so.
 * @returns The body's result.
 */
export function observe({ host, compiled, body, args, tensors, hostInputs }: Call): Container {
  const variables = ownVariables(host);
  const before = new Map(variables.map((variable) => [variable.dataId, variable]));
  // With data ids of their own, neither arguments nor variables can be taken for one another or for anything captured.
  const aliases = tensors.map(({ dataId, shape, dtype }) => aliasOf(host, dataId, shape, dtype));
  const { plan: previous, structure, token: previousToken } = compiled;
  const token = hostInputs.begin();
  compiled.plan = undefined;
  compiled.verified = false;
  let outputs: readonly tf.Tensor[] = [];
  let values: Iterable<Parameters<JitHost['copyOf']>[0]> = [];
  try {
    const given = rebuild(args, aliases) as readonly unknown[];
    const { result, recording } = host.record(() => runBody(() => body(...given) as Container));
    const flattened = flatten(result, 'result');
    outputs = flattened.tensors;
    const assigned = variables.filter((variable) => !variable.isDisposed && before.get(variable.dataId) !== variable);
    const touched = [...outputs, ...assigned].map(({ dataId }) => dataId);
    const reason = hostInputs.refusal?.(token) ?? refusal(host, recording, { variables, aliases, outputs, touched });
    if (reason !== undefined) return failed(compiled, reason, result);

    const computed = host.compute(recording, touched);
    values = computed.values.values();
    const hostIndexOf = (array: unknown): number | undefined => hostInputs.indexOf(token, array);
    const observation = { recording, computed, args: aliases, before, outputs, assigned, hostIndexOf };
    const plan = planOf(observation);
    Object.assign(compiled, { plan, structure: flattened.description, result, token });
    if (previous === undefined) return result;
    const made = previous.usesHost ? hostInputs.make(previousToken) : [];
    const difference = flattened.description === structure ? differenceBetween(previous, plan, made) : OTHER_STRUCTURE;
    if (difference !== undefined) return failed(compiled, difference, result);
    verify(host, previous, observation, touched, made);
    plan.hostValues.clear();
    Object.assign(compiled, { verified: true, failures: 0 });
    return result;
  } catch (error) {
    compiled.plan = undefined;
    tf.dispose([...outputs]);
    throw error;
  } finally {
    tf.dispose(aliases.filter((alias) => !alias.isDisposed));
    host.release(values);
    hostInputs.end?.(token);
  }
}

const OTHER_STRUCTURE = 'it returns another structure, or other plain values, at every call';

function failed(compiled: Compiled, reason: string, result: Container): Container {
  compiled.failures++;
  compiled.reason = reason;
  return result;
}

function aliasOf(host: JitHost, id: object, shape: number[], dtype: tf.DataType): tf.Tensor {
  return tf.engine().makeTensorFromTensorInfo(host.adopt(host.buffer(id), shape, dtype));
}

/** All variables, each with a data id that no other tensor has. */
function ownVariables(host: JitHost): tf.Variable[] {
  const variables = Object.values(tf.engine().registeredVariables);
  for (const variable of variables) {
    if (host.refCount(variable.dataId) < 2) continue;
    const alias = aliasOf(host, variable.dataId, variable.shape, variable.dtype);
    variable.assign(alias);
    alias.dispose();
  }
  return variables;
}

interface Trial {
  readonly variables: readonly tf.Variable[];
  readonly aliases: readonly tf.Tensor[];
  readonly outputs: readonly tf.Tensor[];
  readonly touched: readonly object[];
}

/** Why a recording cannot be repeated, if it cannot. */
function refusal(
  host: JitHost,
  recording: Recording,
  { variables, aliases, outputs, touched }: Trial,
): string | undefined {
  const after = Object.values(tf.engine().registeredVariables);
  if (after.length !== variables.length || after.some((variable) => !variables.includes(variable))) {
    return 'it makes or disposes variables at every call; make them once, outside';
  }
  if (recording.interruption !== undefined) {
    return `${recording.interruption} before it returns; return the tensor, and read it outside`;
  }
  if (aliases.some(({ isDisposed }) => isDisposed)) return 'it disposes an argument; leave that to the caller';
  const odd = outputs.find(({ dtype }) => dtype === 'string' || dtype === 'complex64');
  if (odd !== undefined)
    return `it returns a tensor of type ${odd.dtype}; only float32, int32 and bool can be compiled`;
  if (host.isPendingBeyond(recording, touched)) return 'it keeps tensors that it does not return; return them';
  return undefined;
}
