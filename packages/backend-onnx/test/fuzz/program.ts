import * as tf from '@tensorflow/tfjs';

export type NumberType = 'float32' | 'int32' | 'bool';

/** A tensor given to a program. */
export interface Input {
  readonly shape: readonly number[];
  readonly dtype: NumberType;
  readonly values: readonly number[];
}

/** A call of a function of tfjs. Values are numbered: first the inputs, then the results in order. */
export interface Instruction {
  /** Path of the function below `tf`. */
  readonly name: string;
  readonly inputs: readonly number[];
  /** Whether the tensors are passed as a list. */
  readonly list: boolean;
  /** Arguments after the tensors. */
  readonly args: readonly unknown[];
  /** How many tensors it returns. */
  readonly results: number;
  /** Whether backends may round the results differently. */
  readonly rounded: boolean;
}

export interface Program {
  readonly inputs: readonly Input[];
  readonly instructions: readonly Instruction[];
  /** Whether the gradients of the float inputs are results too. */
  readonly gradients: boolean;
}

/** Changes operands and results of operations that round a little, to learn how much rounding matters. */
export type Disturbance = (x: tf.Tensor) => tf.Tensor;

/** Runs something and frees the tensors it made. */
export function scoped<T>(run: () => T): T {
  tf.engine().startScope();
  try {
    return run();
  } finally {
    tf.engine().endScope();
  }
}

function functionOf(name: string): (...args: unknown[]) => unknown {
  return name.split('.').reduce<unknown>((room, part) => (room as Record<string, unknown>)[part], tf) as () => unknown;
}

/** Results of one call, as a list. */
export function call(instruction: Instruction, values: readonly tf.Tensor[]): tf.Tensor[] {
  const given = instruction.inputs.map((i) => values[i]!);
  const result = functionOf(instruction.name)(...(instruction.list ? [given] : given), ...instruction.args);
  if (result instanceof tf.Tensor) return [result];
  return Array.isArray(result) ? (result as tf.Tensor[]) : Object.values(result as Record<string, tf.Tensor>);
}

export function makeInput({ shape, dtype, values }: Input): tf.Tensor {
  const array = dtype === 'float32' ? Float32Array.from(values) : dtype === 'int32' ? Int32Array.from(values) : values;
  return tf.tensor(array, [...shape], dtype);
}

/** Every value of the program, inputs included. */
function evaluate({ instructions }: Program, inputs: readonly tf.Tensor[], disturb?: Disturbance): tf.Tensor[] {
  const values = [...inputs];
  for (const instruction of instructions) {
    const change = instruction.rounded ? disturb : undefined;
    const changed = (value: tf.Tensor): tf.Tensor => (change && value.dtype === 'float32' ? change(value) : value);
    const given = change ? values.map((value, i) => (instruction.inputs.includes(i) ? changed(value) : value)) : values;
    values.push(...call(instruction, given).map(changed));
  }
  return values;
}

/** Numbers of the values that no instruction uses: the results. */
export function resultsOf({ inputs, instructions }: Program): number[] {
  const used = new Set(instructions.flatMap((instruction) => instruction.inputs));
  const count = inputs.length + instructions.reduce((sum, instruction) => sum + instruction.results, 0);
  return Array.from({ length: count - inputs.length }, (_, i) => i + inputs.length).filter((i) => !used.has(i));
}

/**
 * Runs a program on the current backend: its results, then the gradients of their weighted sum.
 * @param inputs Instead of the program's own.
 */
export function execute(
  program: Program,
  disturb?: Disturbance,
  inputs: readonly tf.Tensor[] = program.inputs.map(makeInput),
): tf.Tensor[] {
  const results = resultsOf(program);
  const values = evaluate(program, inputs, disturb);
  const outputs = results.map((i) => values[i]!);
  if (!program.gradients) return outputs;
  const free = inputs.map((_, i) => i).filter((i) => program.inputs[i]!.dtype === 'float32');
  const change = disturb ?? ((x: tf.Tensor): tf.Tensor => x);
  const score = (...variables: tf.Tensor[]): tf.Scalar => {
    const arguments_ = [...inputs];
    for (const [j, i] of free.entries()) arguments_[i] = variables[j]!;
    const again = evaluate(program, arguments_, disturb);
    const floats = results.map((i) => again[i]!).filter((value) => value.dtype === 'float32');
    const terms = floats.map((value) => tf.sum<tf.Scalar>(tf.mul(value, change(weights(value)))));
    return tf.addN<tf.Scalar>([tf.scalar(0), ...terms]);
  };
  return [...outputs, ...tf.grads(score)(free.map((i) => inputs[i]!))];
}

/** A different small whole weight for neighbours, so that sums of whole numbers stay exact. */
function weights(value: tf.Tensor): tf.Tensor {
  return tf.tensor(
    Float32Array.from({ length: value.size }, (_, i) => (i % 3) - 1 || 2),
    value.shape,
  );
}

/** The program as code that runs after `import * as tf from '@tensorflow/tfjs'`. */
export function print({ inputs, instructions, gradients }: Program): string {
  const name = (i: number): string => (i < inputs.length ? `x${i}` : `v${i}`);
  const number = (value: number): string => (Object.is(value, -0) ? '-0' : `${value}`);
  const lines = inputs.map(
    ({ shape, dtype, values }, i) =>
      `const x${i} = tf.tensor([${values.map(number).join(', ')}], [${shape.join(', ')}], '${dtype}');`,
  );
  let next = inputs.length;
  for (const { name: path, inputs: given, list, args, results } of instructions) {
    const tensors = given.map(name).join(', ');
    const rest = args.map((arg) => (arg === undefined ? 'undefined' : JSON.stringify(arg)));
    const text = `tf.${path}(${[list ? `[${tensors}]` : tensors, ...rest].join(', ')})`;
    const made = Array.from({ length: results }, () => name(next++));
    lines.push(results === 1 ? `const ${made[0]} = ${text};` : `const [${made.join(', ')}] = Object.values(${text});`);
  }
  lines.push(`// results: ${resultsOf({ inputs, instructions, gradients }).map(name).join(', ')}`);
  if (gradients) lines.push('// and the gradients of their weighted sum with respect to the float inputs');
  return lines.join('\n');
}
