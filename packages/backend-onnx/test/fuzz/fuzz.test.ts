import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import type { OnnxBackend } from '../../src/index.js';
import { difference, jitDifference } from './check.js';
import { fuzz, tryProgram } from './fuzz.js';
import { generate, operationNames } from './generate.js';
import { type Program, print } from './program.js';

const PROGRAMS = 200;

test(`${PROGRAMS} random programs give what they give on cpu`, async () => {
  const findings = await fuzz(1, PROGRAMS);
  expect(findings.map(({ seed, difference, code }) => `seed ${seed}: ${difference}\n${code}`)).toEqual([]);
}, 120_000);

test('few programs are refused by jit', async () => {
  let refused = 0;
  for (let seed = 1; seed <= 60; seed++) {
    await tf.setBackend('cpu');
    if ((await jitDifference(generate(seed))).refused) refused++;
  }
  expect(refused).toBeLessThan(6);
}, 60_000);

test('a seed stands for one program, and all functions come up', async () => {
  await tf.setBackend('cpu');
  expect(print(generate(7))).toBe(print(generate(7)));
  const seen = new Set<string>();
  for (let seed = 0; seed < 1500; seed++) for (const { name } of generate(seed).instructions) seen.add(name);
  expect(operationNames.filter((name) => !seen.has(name))).toEqual([]);
}, 60_000);

test('programs are printed as code', () => {
  const program: Program = {
    inputs: [{ shape: [2], dtype: 'float32', values: [1, -0] }],
    instructions: [
      { name: 'topk', inputs: [0], list: false, args: [2], results: 2, rounded: false },
      { name: 'stack', inputs: [1, 1], list: true, args: [0], results: 1, rounded: false },
    ],
    gradients: false,
  };
  expect(print(program).split('\n')).toEqual([
    "const x0 = tf.tensor([1, -0], [2], 'float32');",
    'const [v1, v2] = Object.values(tf.topk(x0, 2));',
    'const v3 = tf.stack([v1, v1], 0);',
    '// results: v2, v3',
  ]);
});

/** Runs something while one kernel of 'onnx' is replaced. */
async function withWrongKernel<T>(name: string, wrong: tf.KernelFunc, run: () => Promise<T>): Promise<T> {
  const right = tf.getKernel(name, 'onnx');
  tf.unregisterKernel(name, 'onnx');
  tf.registerKernel({ kernelName: name, backendName: 'onnx', kernelFunc: wrong });
  try {
    return await run();
  } finally {
    tf.unregisterKernel(name, 'onnx');
    tf.registerKernel(right);
  }
}

/** The first program that fails, shrunk. */
async function firstFinding(): Promise<string> {
  for (let seed = 1; seed <= 600; seed++) {
    const finding = await tryProgram(seed);
    if (finding !== undefined) return finding.code;
  }
  return 'none';
}

test('a wrong kernel is found and the program shrunk to it', async () => {
  const minimum = tf.getKernel('Minimum', 'onnx').kernelFunc;
  const code = await withWrongKernel('Maximum', minimum, firstFinding);
  expect(code.match(/tf\.(?!tensor)\w+/g)).toEqual(['tf.maximum']);
}, 60_000);

test('a gradient that is a little wrong is found, and so are leaks', async () => {
  const { kernelFunc } = tf.getKernel('AvgPoolGrad', 'onnx');
  const scaled: tf.KernelFunc = (call) => {
    const output = kernelFunc(call) as tf.TensorInfo;
    const b = (call.backend as OnnxBackend).makeTensorInfo([], 'float32', Float32Array.of(1.001));
    return tf.getKernel('Multiply', 'onnx').kernelFunc({ ...call, inputs: { a: output, b } });
  };
  const code = await withWrongKernel('AvgPoolGrad', scaled, firstFinding);
  expect(code).toMatch(/tf\.avgPool\(/);
}, 60_000);

test('a difference of shape or type, and an error, count', async () => {
  const program: Program = {
    inputs: [{ shape: [2], dtype: 'float32', values: [1, 2] }],
    instructions: [{ name: 'neg', inputs: [0], list: false, args: [], results: 1, rounded: false }],
    gradients: false,
  };
  const throws: tf.KernelFunc = () => {
    throw new Error('no such kernel');
  };
  expect(await difference(program)).toBeUndefined();
  expect(await withWrongKernel('Neg', throws, () => difference(program))).toMatch(/onnx throws no such kernel/);
  const flags = tf.getKernel('IsNan', 'onnx').kernelFunc;
  expect(await withWrongKernel('Neg', flags, () => difference(program))).toMatch(/cpu float32 \[2\], onnx bool \[2\]/);
});
