// Preloaded: takes ONNX Runtime from another folder than the installed one.
const Module = require('node:module');
const { join } = require('node:path');

const resolve = Module._resolveFilename;
Module._resolveFilename = (request, ...rest) => {
  const folder = process.env.OTHER_ONNX_RUNTIME;
  const isOther = folder && /^onnxruntime-(node|common)(\/|$)/.test(request);
  return isOther
    ? resolve(request, module, false, { paths: [join(folder, 'node_modules')] })
    : resolve(request, ...rest);
};
