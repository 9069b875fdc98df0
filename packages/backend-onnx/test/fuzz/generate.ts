import type * as tf from '@tensorflow/tfjs';
import { Draw, isDyadic, type Value } from './draw.js';
import { elementwiseOperations } from './elementwise-operations.js';
import type { Operation } from './operation.js';
import { call, type Input, type Instruction, makeInput, type NumberType, type Program, scoped } from './program.js';
import { Random } from './random.js';
import { shapeOperations } from './shape-operations.js';
import { windowOperations } from './window-operations.js';

const operations: readonly Operation[] = [...elementwiseOperations, ...shapeOperations, ...windowOperations];

/** Functions that programs call. */
export const operationNames: readonly string[] = [...new Set(operations.map(({ name }) => name))];

const MOST_ELEMENTS = 3000;
const LARGEST = 1e6;
/** Rounded numbers below this may be 0 on another backend. */
const NEAR_ZERO = 1e-3;

/** A program under construction: values in the order in which they came up. */
class Builder {
  readonly values: Value[] = [];
  readonly tensors: tf.Tensor[] = [];
  readonly inputs = new Map<number, Input>();
  readonly calls: { instruction: Instruction; first: number }[] = [];

  input(input: Input): Value {
    const value: Value = { index: this.values.length, ...input, exact: true };
    this.inputs.set(value.index, input);
    this.values.push(value);
    this.tensors.push(makeInput(input));
    return value;
  }

  /** Forgets what came up after there were `count` values. */
  revert(count: number): void {
    for (let i = count; i < this.values.length; i++) this.inputs.delete(i);
    this.values.length = count;
    this.tensors.length = count;
  }

  /** Adds a call; false if tfjs-backend-cpu refuses it or its results are too large. */
  call(operation: Operation, inputs: readonly Value[], args: readonly unknown[]): boolean {
    const floats = inputs.filter(({ dtype }) => dtype === 'float32');
    const isExact =
      inputs.every(({ exact }) => exact) &&
      (operation.exact === 'always' || (operation.exact === 'dyadic' && floats.every(isDyadic)));
    const { name, list = false } = operation;
    const instruction = { name, list, args, inputs: inputs.map(({ index }) => index), rounded: !isExact };
    let results: tf.Tensor[];
    try {
      results = call({ ...instruction, results: 1 }, this.tensors);
    } catch {
      return false;
    }
    const values = results.map((tensor) => Array.from(tensor.dataSync()));
    if (
      values.some(
        (list) =>
          list.length > MOST_ELEMENTS || list.some((x) => Math.abs(x) > LARGEST && x !== Infinity && x !== -Infinity),
      )
    ) {
      return false;
    }
    this.calls.push({ instruction: { ...instruction, results: results.length }, first: this.values.length });
    for (const [i, tensor] of results.entries()) {
      const { shape, dtype } = tensor;
      const index = this.values.length;
      this.values.push({ index, shape, dtype: dtype as NumberType, values: values[i]!, exact: isExact });
      this.tensors.push(tensor);
    }
    return true;
  }

  /** The program, with its inputs numbered first. */
  program(gradients: boolean): Program {
    const order = [...this.inputs.keys()];
    for (const { instruction, first } of this.calls) {
      for (let i = 0; i < instruction.results; i++) order.push(first + i);
    }
    const place = new Map(order.map((index, i) => [index, i]));
    const instructions = this.calls.map(({ instruction }) => ({
      ...instruction,
      inputs: instruction.inputs.map((index) => place.get(index)!),
    }));
    return { inputs: [...this.inputs.values()], instructions, gradients };
  }
}

/** The random program of a seed. The current backend must be tfjs-backend-cpu, which computes it on the way. */
export function generate(seed: number): Program {
  const random = new Random(seed);
  const length = random.between(1, 6);
  const gradients = random.chance(0.4);
  const special = !gradients && random.chance(0.15);
  return scoped(() => {
    const builder = new Builder();
    const draw = new Draw(random, builder.values, (input) => builder.input(input), special);
    const choices = operations
      .filter(({ smooth }) => !gradients || smooth)
      .flatMap((operation) => Array<Operation>(operation.weight ?? 1).fill(operation));
    for (let attempt = 0; attempt < 100 && builder.calls.length < length; attempt++) {
      const operation = random.pick(choices);
      const before = builder.values.length;
      const drawn = operation.draw(draw);
      const needsExact = operation.jumps || (gradients && operation.kinks);
      const suits = drawn?.inputs.every(
        ({ exact, values }) =>
          (exact || !needsExact) &&
          (!operation.finite || values.every(Number.isFinite)) &&
          (!operation.nonZero || values.every((value) => (exact ? value !== 0 : !(Math.abs(value) < NEAR_ZERO)))),
      );
      if (drawn === undefined || !suits || !builder.call(operation, drawn.inputs, drawn.args ?? []))
        builder.revert(before);
    }
    return builder.program(gradients);
  });
}
