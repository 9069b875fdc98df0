import * as tf from '@tensorflow/tfjs';
import { jit, type OnnxBackend } from '../../src/index.js';
import type { Result } from '../compare.js';
import { type Disturbance, execute, makeInput, type Program, resultsOf, scoped } from './program.js';
import { Random } from './random.js';

/** Tolerated rounding: a share of a result's largest number, and a multiple of the effect of a disturbance. */
const TOLERANCE = 2e-5;
const DISTURBANCE = 1e-6;
const FACTOR = 30;
/** Tolerated remainder of a gradient whose terms, of the order of 1 to 100, cancel. */
const CANCELLED = 1e-5;

/** Results of a computation, or its error. */
function read(compute: () => readonly tf.Tensor[]): Result[] | string {
  try {
    return scoped(() =>
      compute().map((tensor) => ({
        shape: tensor.shape,
        dtype: tensor.dtype,
        // For products of empty batches tfjs-backend-cpu has more values than the shape.
        values: Array.from(tensor.dataSync()).slice(0, tensor.size),
      })),
    );
  } catch (error) {
    return `throws ${error instanceof Error ? error.message : error}`;
  }
}

async function run(backend: string, program: Program, disturb?: Disturbance): Promise<Result[] | string> {
  await tf.setBackend(backend);
  return read(() => execute(program, disturb));
}

/** Which results have the same bits everywhere. */
function exactResults({ inputs, instructions, gradients }: Program): boolean[] {
  const exact = inputs.map(() => true);
  for (const { inputs: given, rounded, results } of instructions) {
    const isExact = !rounded && given.every((i) => exact[i]);
    for (let i = 0; i < results; i++) exact.push(isExact);
  }
  return resultsOf({ inputs, instructions, gradients }).map((i) => exact[i]!);
}

function disturbance(): Disturbance {
  const random = new Random(1);
  return (x) => {
    const factors = Float32Array.from({ length: x.size }, () => 1 + DISTURBANCE * (2 * random.next() - 1));
    return tf.mul(x, tf.tensor(factors, x.shape));
  };
}

function compare(
  expected: Result,
  disturbed: Result,
  found: Result,
  exact: boolean,
  least: number,
  [first, second]: readonly [string, string] = ['cpu', 'onnx'],
): string | undefined {
  const kind = (result: Result): string => `${result.dtype} [${result.shape}]`;
  if (kind(expected) !== kind(found)) return `${first} ${kind(expected)}, ${second} ${kind(found)}`;
  const scale = Math.max(0, ...expected.values.filter(Number.isFinite).map(Math.abs));
  const isFirm = expected.values.every((value, i) => Number.isFinite(value) === Number.isFinite(disturbed.values[i]!));
  if (!exact && !isFirm) return undefined;
  const spread = Math.max(0, ...expected.values.map((value, i) => Math.abs(value - disturbed.values[i]!) || 0));
  const bound = exact || expected.dtype !== 'float32' ? 0 : TOLERANCE * scale + FACTOR * spread + least;
  for (const [i, value] of expected.values.entries()) {
    const other = found.values[i]!;
    const same = Number.isNaN(value) ? Number.isNaN(other) : value === other;
    if (!same && !(Math.abs(value - other) <= bound)) {
      return `element ${i}: ${first} ${value}, ${second} ${other}, allowed difference ${bound}`;
    }
  }
  return undefined;
}

/** How the results of 'onnx' differ from those of 'cpu', if they do. Programs that 'cpu' refuses are not compared. */
export async function difference(program: Program): Promise<string | undefined> {
  const expected = await run('cpu', program);
  if (typeof expected === 'string') return undefined;
  const disturbed = await run('cpu', program, disturbance());
  if (typeof disturbed === 'string') return undefined;
  await tf.setBackend('onnx');
  const onnx = tf.backend() as OnnxBackend;
  const [tensors, entries] = [tf.memory().numTensors, onnx.numDataIds()];
  const found = await run('onnx', program);
  if (typeof found === 'string') return `onnx ${found}`;
  if (tf.memory().numTensors !== tensors) return `onnx leaves ${tf.memory().numTensors - tensors} tensors`;
  if (onnx.numDataIds() !== entries) return `onnx leaves ${onnx.numDataIds() - entries} entries`;
  const exact = exactResults(program);
  for (const [i, result] of expected.entries()) {
    const isResult = i < exact.length;
    const text = compare(result, disturbed[i]!, found[i]!, exact[i] ?? false, isResult ? 1e-37 : CANCELLED);
    if (text !== undefined) return `${isResult ? `result ${i}` : `gradient ${i - exact.length}`}, ${text}`;
  }
  return undefined;
}

/** The values of each input in another order: numbers that fit an operation (indices, say) still do. */
function reordered(program: Program): Program {
  const inputs = program.inputs.map((input) => ({
    ...input,
    values: input.values.map((_, i) => input.values[(i + 1) % input.values.length]!),
  }));
  return { ...program, inputs };
}

/** Calls by which a function is compiled and verified, or refused. */
const CALLS = 5;

/**
 * How a program compiled by `jit` differs from the first call of the same program, which runs the body, on inputs that it
 * has not seen while it was compiled: no bit may. (Outside `jit` the inputs may become constants of another graph, which
 * may round differently.) `refused`: `jit` said that it cannot be compiled.
 */
export async function jitDifference(program: Program): Promise<{ difference?: string; refused: boolean }> {
  await tf.setBackend('onnx');
  const other = reordered(program);
  const body = (...inputs: tf.Tensor[]): tf.Tensor[] => execute(program, undefined, inputs);
  const expected = [program, other].map(({ inputs }) => read(() => jit(body)(...inputs.map(makeInput))));
  if (expected.some((one) => typeof one === 'string')) return { refused: false };
  const tensors = tf.memory().numTensors;
  const compiled = jit(body);
  for (let call = 0; call < CALLS; call++) {
    const turn = call < 3 ? 0 : call % 2;
    const found = read(() => compiled(...[program, other][turn]!.inputs.map(makeInput)));
    if (typeof found === 'string') {
      return /cannot be compiled/.test(found) ? { refused: true } : { refused: false, difference: `jit ${found}` };
    }
    if (tf.memory().numTensors !== tensors) {
      return { refused: false, difference: `jit leaves ${tf.memory().numTensors - tensors} tensors` };
    }
    for (const [i, result] of (expected[turn] as Result[]).entries()) {
      const text = compare(result, result, found[i]!, true, 0, ['first', 'compiled']);
      if (text !== undefined) return { refused: false, difference: `call ${call + 1}, result ${i}, ${text}` };
    }
  }
  return { refused: false };
}
