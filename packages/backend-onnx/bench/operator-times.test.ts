import { expect, test } from 'vitest';
import { operatorTimes } from './operator-times.js';

test('sums node times by operator, longest first, and nothing else', () => {
  const node = (name: string, operator: string, dur: number) => ({
    cat: 'Node',
    name,
    dur,
    args: { op_name: operator },
  });
  const events = [
    { cat: 'Session', name: 'model_run', dur: 9000, args: {} },
    node('a_kernel_time', 'Gemm', 1000),
    node('b_kernel_time', 'Gather', 2500),
    node('b_fence_before', 'Gather', 7000),
    node('c_kernel_time', 'Gemm', 3000),
  ];
  expect(operatorTimes(events)).toEqual([
    { operator: 'Gemm', calls: 2, ms: 4 },
    { operator: 'Gather', calls: 1, ms: 2.5 },
  ]);
});
