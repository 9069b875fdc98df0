// What tfjs-core's tests expect to find when their modules load: jasmine's globals and the backends to test.
import { setTestEnvs } from '@tensorflow/tfjs-core/dist/jasmine_util.js';
import jasmineCore from 'jasmine-core';
import '@polyvae/backend-onnx';

export const jasmine = jasmineCore.boot();

/* global BACKEND -- set by the bundler */
setTestEnvs([{ name: BACKEND, backendName: BACKEND, isDataSync: true }]);
