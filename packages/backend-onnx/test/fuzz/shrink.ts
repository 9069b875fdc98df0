import * as tf from '@tensorflow/tfjs';
import { call, type Input, type Instruction, makeInput, type NumberType, type Program, scoped } from './program.js';

/** A part of a program: instructions that stay, and results that become inputs. */
function part(program: Program, kept: ReadonlySet<Instruction>, given: ReadonlyMap<number, Input>): Program {
  const inputs: Input[] = [];
  const place = new Map<number, number>();
  const used = new Set(program.instructions.filter((x) => kept.has(x)).flatMap((x) => x.inputs));
  for (const [i, input] of program.inputs.entries()) {
    if (used.has(i)) place.set(i, inputs.push(input) - 1);
  }
  for (const [i, input] of given) if (used.has(i)) place.set(i, inputs.push(input) - 1);
  let next = program.inputs.length;
  let count = inputs.length;
  const instructions: Instruction[] = [];
  for (const instruction of program.instructions) {
    for (let i = 0; i < instruction.results; i++, next++) if (kept.has(instruction)) place.set(next, count++);
    if (kept.has(instruction)) {
      instructions.push({ ...instruction, inputs: instruction.inputs.map((i) => place.get(i)!) });
    }
  }
  return { inputs, instructions, gradients: program.gradients };
}

/** The values that each instruction gives on the current backend, as inputs. */
function computed(program: Program): Map<Instruction, Map<number, Input>> {
  return scoped(() => {
    const values = program.inputs.map(makeInput);
    const all = new Map<Instruction, Map<number, Input>>();
    for (const instruction of program.instructions) {
      const results = new Map<number, Input>();
      for (const tensor of call(instruction, values)) {
        const { shape, dtype } = tensor;
        results.set(values.push(tensor) - 1, {
          shape,
          dtype: dtype as NumberType,
          values: Array.from(tensor.dataSync()),
        });
      }
      all.set(instruction, results);
    }
    return all;
  });
}

/** Simpler programs, the simplest first. */
function* simpler(program: Program): Generator<Program> {
  if (program.gradients) yield { ...program, gradients: false };
  const results = computed(program);
  const all = new Set(program.instructions);
  for (const instruction of program.instructions) {
    if (program.instructions.length === 1) break;
    const kept = new Set(all);
    kept.delete(instruction);
    yield part(program, kept, results.get(instruction)!);
  }
  for (const [i, input] of program.inputs.entries()) {
    if (input.dtype !== 'float32') continue;
    // In this order each change makes the numbers simpler, so that shrinking ends.
    for (const change of [() => 0, () => 1, Math.round]) {
      const values = input.values.map(change);
      if (values.every((value, j) => Object.is(value, input.values[j]))) break;
      yield { ...program, inputs: program.inputs.map((other, j) => (j === i ? { ...input, values } : other)) };
    }
  }
}

/** The smallest part of a failing program that still fails, with simple numbers. */
export async function shrink(program: Program, fails: (program: Program) => Promise<boolean>): Promise<Program> {
  for (let smallest = program; ; ) {
    let found: Program | undefined;
    await tf.setBackend('cpu');
    for (const candidate of [...simpler(smallest)]) {
      if (await fails(candidate)) {
        found = candidate;
        break;
      }
    }
    if (found === undefined) return smallest;
    smallest = found;
  }
}
