import { expect, test } from 'vitest';
import { formatSpread, renderLeftOut, renderMemory, renderTable } from './table.js';

const onnx = { ms: { median: 20, min: 19, max: 200 }, medians: [20, 19, 200], outsideMs: 1.234, firstMs: 512.3 };
const torch = { ms: { median: 40, min: 38, max: 40 }, medians: [40, 38, 40] };
const cpu = { leftOut: 'too slow' };
const measured = [
  { id: 'matmul', title: 'matMul', flops: 2e9, results: { onnx, torch, wasm: { leftOut: 'no kernel' }, cpu } },
  { id: 'softmax', title: 'softmax', results: { onnx, torch, wasm: { ms: torch.ms }, cpu } },
];

test('times have as many digits as they carry, and a range only if there is one', () => {
  expect(formatSpread({ median: 1.234, min: 1.2, max: 1.3 })).toBe('1.23 (1.20–1.30)');
  expect(formatSpread({ median: 12.34, min: 9.87, max: 123.4 })).toBe('12.3 (9.87–123)');
  expect(formatSpread({ median: 5, min: 5, max: 5 })).toBe('5.00');
});

test('a table has the engines that computed something, rates where operations are counted', () => {
  const lines = renderTable(measured, ['onnx', 'torch', 'wasm', 'cpu'], { onnx: 200, torch: 100 }).split('\n');
  expect(lines).toEqual([
    '| Case | onnx | outside ORT | first | GFLOP/s | PyTorch | GFLOP/s | onnx / PyTorch | wasm |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    '| matMul | 20.0 (19.0–200) | 1.23 | 512 | 100 (50 %) | 40.0 (38.0–40.0) | 50 (50 %) | 0.50 | – |',
    '| softmax | 20.0 (19.0–200) | 1.23 | 512 |  | 40.0 (38.0–40.0) |  | 0.50 | 40.0 (38.0–40.0) |',
  ]);
});

test('another batch than the case has is named', () => {
  const step = { id: 'celeba-256', title: 'CelebA', results: { onnx, cpu: { ms: onnx.ms, batch: 2 } } };
  const rows = renderTable([step], ['onnx', 'cpu'], {}).split('\n');
  expect(rows.at(-1)).toBe('| CelebA | 20.0 (19.0–200) | 1.23 | 512 | 20.0 (19.0–200), batch 2 |');
});

test('compiled steps have a ratio of their own', () => {
  const jit = { ...onnx, outsideMs: 0.8, ms: { median: 10, min: 10, max: 10 }, medians: [10, 10, 10] };
  const step = { title: 'step', results: { onnx: { ...onnx, drawMs: 2 }, jit, torch } };
  const rows = renderTable([step], ['onnx', 'jit', 'torch'], {}).split('\n');
  expect(rows[0]).toBe(
    '| Case | making the batch | onnx | outside ORT | first | onnx, jit | outside ORT | PyTorch | onnx / PyTorch | jit / PyTorch |',
  );
  expect(rows.at(-1)).toBe(
    '| step | 2.00 | 20.0 (19.0–200) | 1.23 | 512 | 10.0 | 0.80 | 40.0 (38.0–40.0) | 0.50 | 0.25 |',
  );
});

test('what was left out is listed by engine and reason', () => {
  expect(renderLeftOut(measured, ['onnx', 'wasm', 'cpu'])).toBe(
    '- wasm: matmul (no kernel)\n- cpu: matmul, softmax (too slow)',
  );
  expect(renderLeftOut(measured, ['onnx'])).toBe('');
});

test('memory shows the range between the first and the last step', () => {
  const series = [
    { steps: 5, rssMb: 310 },
    { steps: 10, rssMb: 305.4 },
  ];
  const rows = renderMemory([{ title: 'step', engine: 'onnx', warm: { rssMb: 300 }, series }]).split('\n');
  expect(rows.at(-1)).toBe('| step | onnx | 300 | 305 | 305–310 | 10 |');
});
