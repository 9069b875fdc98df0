import type { JitHost } from '../backend/jit-host.js';
import type { SharedBuffer } from '../graph/node.js';
import { hostValue, idOf, type Observation, type Plan, runPlan } from './plan.js';

/** The first difference between two recordings of one function, if there is one. */
export function differenceBetween(previous: Plan, plan: Plan, made: readonly unknown[]): string | undefined {
  if (previous.fingerprint !== plan.fingerprint) return 'it computes something else at every call';
  for (const [i, { array }] of plan.constants.entries()) {
    const other = previous.constants[i]!.array;
    if (array.every((value, j) => Object.is(value, other[j]))) continue;
    const shown = array.length === 1 ? `the number ${other[0]} and then ${array[0]}` : `${array.length} numbers`;
    return `it makes a tensor of ${shown}, others at each call; pass it as an argument`;
  }
  for (const [i, buffer] of plan.hostValues) {
    if (!sameBytes(buffer, hostBuffer(made[i]))) return `host input ${i} is not what it makes`;
  }
  return undefined;
}

/**
 * Runs the compiled form on the inputs of a call that was just observed, and compares every bit with what the body gave.
 * @throws {Error} if anything differs.
 */
export function verify(
  host: JitHost,
  plan: Plan,
  { args, before, computed }: Observation,
  touched: readonly object[],
  made: readonly unknown[],
): void {
  const ids = new Map([...before].map(([id, variable]) => [variable, id]));
  const { results, bufferOf } = runPlan(host, plan, (slot) => {
    if (slot.kind === 'constant') return slot.buffer;
    if (slot.kind === 'host') return hostValue(slot, made);
    const id = idOf(slot, args, (variable) => ids.get(variable)!);
    return computed.values.get(id) ?? host.buffer(id);
  });
  const targets = [...plan.outputs, ...plan.assignments];
  const wrong = targets.findIndex(({ slot }, i) => !sameBytes(bufferOf(slot), host.buffer(touched[i]!)));
  host.release(results);
  if (wrong < 0) return;
  const where =
    wrong < plan.outputs.length ? `result ${wrong}` : plan.assignments[wrong - plan.outputs.length]!.variable.name;
  throw new Error(`jit: the compiled form gives another ${where} than the body; please report this.`);
}

/** An array that the host made, as a value. */
function hostBuffer(array: unknown): SharedBuffer {
  const own = ArrayBuffer.isView(array) ? (array as SharedBuffer['array']) : new Uint8Array();
  return { array: own, references: 1, poolable: false };
}

/** Whether two values are the same, bit for bit. */
function sameBytes(a: SharedBuffer, b: SharedBuffer): boolean {
  const [x, y] = [bitsOf(a), bitsOf(b)];
  return x.length === y.length && x.every((bits, i) => bits === y[i]);
}

/** Values as whole numbers of the same bits, so that NaN equals itself. */
function bitsOf({ array }: SharedBuffer): Int32Array | Uint8Array {
  const { buffer, byteOffset, byteLength } = array;
  return array.BYTES_PER_ELEMENT === 4
    ? new Int32Array(buffer, byteOffset, byteLength / 4)
    : new Uint8Array(buffer, byteOffset, byteLength);
}
