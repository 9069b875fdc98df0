// What tfjs-core's tests expect to find when their modules load: jasmine's globals and the backends to test.
import { setTestEnvs } from '@tensorflow/tfjs-core/dist/jasmine_util.js';
import jasmineCore from 'jasmine-core';

export const jasmine = jasmineCore.boot();

/* global BACKEND -- set by the bundler */
if (BACKEND === 'onnx-web') {
  const { registerOnnxWebBackend } = await import('@polyvae/backend-onnx/web');
  await registerOnnxWebBackend({ threads: 1 });
} else await import('@polyvae/backend-onnx');
setTestEnvs([{ name: BACKEND, backendName: BACKEND, isDataSync: true }]);
