import { expect, test } from 'vitest';
import { runError } from './run-error.js';

test('the operator and its reason come first, whatever is in them', () => {
  const cause = new Error(
    "Non-zero status code returned while running Mul node. Name:'v1/x' Status Message: a.h:5 f()\n2 by 3.",
  );
  expect(runError(cause)).toMatchObject({
    message: expect.stringMatching(/^ONNX operator Mul: a\.h:5 f\(\)\n2 by 3\. T/),
    cause,
  });
});

test('any other message is passed on whole', () => {
  expect(runError(new Error('Out of memory')).message).toMatch(/^ONNX Runtime: Out of memory\. This failed when/);
});
