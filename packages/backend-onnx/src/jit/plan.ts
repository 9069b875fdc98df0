import * as tf from '@tensorflow/tfjs';
import type { JitHost } from '../backend/jit-host.js';
import type { Computed, Recording } from '../backend/recording.js';
import type { Node, SharedBuffer } from '../graph/node.js';
import type { KeyedProgram } from '../graph/program.js';

/** Where a compiled function finds a value when it is called. */
type Slot =
  | { readonly kind: 'argument'; readonly index: number }
  | { readonly kind: 'variable'; readonly variable: tf.Variable }
  | { readonly kind: 'captured'; readonly id: object }
  | { readonly kind: 'constant'; readonly buffer: SharedBuffer }
  | { readonly kind: 'host'; readonly index: number; readonly size: number }
  | { readonly kind: 'result'; readonly index: number };

interface Target {
  readonly slot: Slot;
  readonly shape: number[];
  readonly dtype: tf.DataType;
}

/** A function's body as one graph, with where its inputs come from and where its results go. */
export interface Plan {
  readonly program: KeyedProgram | undefined;
  readonly inputs: readonly Slot[];
  readonly outputs: readonly Target[];
  readonly assignments: readonly (Target & { readonly variable: tf.Variable })[];
  /** Whether any input or output is made by the host at every call. */
  readonly usesHost: boolean;
  /** Two plans are the same exactly if their fingerprints and constants are. */
  readonly fingerprint: string;
  readonly constants: readonly SharedBuffer[];
  /** Values of the host inputs in this call, by index; empty once they have been compared. */
  readonly hostValues: Map<number, SharedBuffer>;
}

/** Everything about an observed call that a plan is made of. */
export interface Observation {
  readonly recording: Recording;
  readonly computed: Computed;
  readonly args: readonly tf.Tensor[];
  /** Data ids of variables before the call. */
  readonly before: ReadonlyMap<object, tf.Variable>;
  readonly outputs: readonly tf.Tensor[];
  readonly assigned: readonly tf.Variable[];
  /** Index among the host inputs of an array that was uploaded; undefined for a constant. */
  readonly hostIndexOf: (given: unknown) => number | undefined;
}

/** The plan that repeats an observed call. */
export function planOf(observation: Observation): Plan {
  const { recording, computed, args, before, outputs, assigned, hostIndexOf } = observation;
  const hostValues = new Map<number, SharedBuffer>();
  const constants: SharedBuffer[] = [];
  const argumentIndex = new Map(args.map(({ dataId }, index) => [dataId, index]));
  const constant = ({ array }: SharedBuffer): Slot => {
    // A copy: the array itself may be handed out, and be written to, as a result of this call.
    const buffer = { array: array.slice(), references: 1, poolable: false };
    constants.push(buffer);
    return { kind: 'constant', buffer };
  };
  const slotOf = (id: object): Slot => {
    const index = argumentIndex.get(id);
    if (index !== undefined) return { kind: 'argument', index };
    const variable = before.get(id);
    if (variable !== undefined) return { kind: 'variable', variable };
    const upload = recording.uploads.get(id);
    if (upload === undefined) return { kind: 'captured', id };
    const host = hostIndexOf(upload.given);
    if (host === undefined) return constant(upload.buffer);
    hostValues.set(host, upload.buffer);
    return { kind: 'host', index: host, size: upload.buffer.array.length };
  };
  const inputs = computed.inputs.map(slotOf);
  const targets = [...outputs, ...assigned].map(({ shape, dtype }, i): Target => {
    const origin = computed.origins[i]!;
    if (origin.kind === 'result') return { slot: origin, shape, dtype };
    return { slot: origin.kind === 'input' ? slotOf(origin.id) : constant(origin.buffer), shape, dtype };
  });
  const assignments = targets.slice(outputs.length).map((target, i) => ({ ...target, variable: assigned[i]! }));
  const describe = (slot: Slot): string => {
    if (slot.kind === 'argument' || slot.kind === 'result' || slot.kind === 'host') return `${slot.kind} ${slot.index}`;
    if (slot.kind === 'constant') return `constant ${slot.buffer.array.length}`;
    return slot.kind === 'variable' ? `variable ${slot.variable.name}` : `captured ${numberOf(slot.id)}`;
  };
  const fingerprint = [
    computed.program?.key,
    ...inputs.map(describe),
    ...targets.map(({ slot, shape, dtype }) => `${describe(slot)} ${dtype} ${shape}`),
    ...assigned.map(({ name }) => name),
  ].join('|');
  const program = computed.program && withoutData(computed.program);
  return {
    program,
    inputs,
    outputs: targets.slice(0, outputs.length),
    assignments,
    fingerprint,
    constants,
    hostValues,
    usesHost: [...inputs, ...targets.map(({ slot }) => slot)].some(({ kind }) => kind === 'host'),
  };
}

const numbers = new WeakMap<object, number>();
let nextNumber = 0;

/** Tells data ids of captured tensors apart. */
function numberOf(id: object): number {
  const known = numbers.get(id);
  if (known !== undefined) return known;
  numbers.set(id, nextNumber);
  return nextNumber++;
}

/** Whether all variables and captured tensors of a plan still exist. */
export function isCurrent(host: JitHost, plan: Plan): boolean {
  const targets = [...plan.outputs, ...plan.assignments];
  const exists = (slot: Slot): boolean =>
    slot.kind === 'variable' ? !slot.variable.isDisposed : slot.kind !== 'captured' || host.refCount(slot.id) > 0;
  return (
    plan.inputs.every(exists) &&
    targets.every(({ slot }) => exists(slot)) &&
    plan.assignments.every(({ variable }) => !variable.isDisposed)
  );
}

/** Runs a plan on given values, without touching variables; the caller owns the results' references. */
export function runPlan(
  host: JitHost,
  plan: Plan,
  inputOf: (slot: Slot) => SharedBuffer,
): { results: SharedBuffer[]; bufferOf: (slot: Slot) => SharedBuffer } {
  const inputs = plan.inputs.map(inputOf);
  const results = plan.program === undefined ? [] : host.execute(plan.program, inputs);
  return { results, bufferOf: (slot) => (slot.kind === 'result' ? results[slot.index]! : inputOf(slot)) };
}

/** Repeats a call: runs the plan on the arguments, assigns variables, and returns the output tensors. */
export function replay(
  host: JitHost,
  plan: Plan,
  args: readonly tf.Tensor[],
  hostInputs: readonly unknown[],
): tf.Tensor[] {
  const { results, bufferOf } = runPlan(host, plan, (slot) =>
    slot.kind === 'host' ? hostValue(slot, hostInputs) : currentValue(host, slot, args),
  );
  const copies: SharedBuffer[] = [];
  const tensorOf = ({ slot, shape, dtype }: Target): tf.Tensor => {
    let buffer = bufferOf(slot);
    if (slot.kind === 'constant') {
      buffer = host.copyOf(buffer, dtype);
      copies.push(buffer);
    }
    return tf.engine().makeTensorFromTensorInfo(host.adopt(buffer, shape, dtype));
  };
  const outputs = plan.outputs.map(tensorOf);
  const updates = plan.assignments.map(tensorOf);
  for (const [i, { variable }] of plan.assignments.entries()) variable.assign(updates[i]!);
  tf.dispose(updates);
  host.release([...results, ...copies]);
  return outputs;
}

/** A host input as it is now. */
export function hostValue(slot: Extract<Slot, { kind: 'host' }>, hostInputs: readonly unknown[]): SharedBuffer {
  const array = hostInputs[slot.index] as SharedBuffer['array'];
  if (!ArrayBuffer.isView(array) || array.length !== slot.size) {
    throw new Error(`jit: host input ${slot.index} should be a typed array of ${slot.size} elements.`);
  }
  return { array, references: 1, poolable: false };
}

function currentValue(host: JitHost, slot: Exclude<Slot, { kind: 'host' }>, args: readonly tf.Tensor[]): SharedBuffer {
  if (slot.kind === 'constant') return slot.buffer;
  return host.buffer(idOf(slot, args, (variable) => variable.dataId));
}

/** The data id that a slot stands for. */
export function idOf(
  slot: Exclude<Slot, { kind: 'constant' | 'host' }>,
  args: readonly tf.Tensor[],
  ofVariable: (variable: tf.Variable) => object,
): object {
  if (slot.kind === 'argument') return args[slot.index]!.dataId;
  if (slot.kind === 'variable') return ofVariable(slot.variable);
  if (slot.kind === 'captured') return slot.id;
  throw new Error('Internal: a result is not an input.');
}

/** The program without the data of the call that it was recorded from, which it would otherwise keep in memory. */
function withoutData(program: KeyedProgram): KeyedProgram {
  for (const node of program.feeds) (node as { feed?: Node['feed'] }).feed = undefined;
  return program;
}
