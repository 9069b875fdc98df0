import { isPolyvaeError } from '@polyvae/errors';
import { expect, test } from 'vitest';
import { loadError } from './load-error.js';

test('a runtime that does not load is an error that says how to install it, also without its host', () => {
  const cause = new Error("Cannot find module 'onnxruntime-node'\nRequire stack: …");
  const error = loadError(cause);
  expect(isPolyvaeError(error)).toBe(true);
  expect(error).toMatchObject({ code: 'onnx-runtime', cause });
  expect(error.message).toMatch(/could not be loaded on .* with Node v.*: Cannot find module 'onnxruntime-node'$/);
  expect(error.hint).toContain('ONNXRUNTIME_NODE_INSTALL=skip npm install');
});
