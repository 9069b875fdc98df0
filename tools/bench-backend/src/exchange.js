import { closeSync, openSync, writeSync } from 'node:fs';

const describe = ({ values, shape, ...rest }) => ({
  ...rest,
  shape,
  dtype: values instanceof Int32Array ? 'int32' : 'float32',
});

/** Writes weights and the inputs of some steps for torch/exchange.py: a line of JSON, then the numbers, little endian. */
export function writeExchange(path, parameters, steps) {
  const weights = parameters.map(({ variable, layout, flattened }) => {
    const tensor = variable.read?.() ?? variable;
    return { layout, flattened, shape: tensor.shape, values: tensor.dataSync() };
  });
  const inputs = steps.map((step) => Object.entries(step).map(([name, input]) => ({ name, ...input })));
  const file = openSync(path, 'w');
  const header = { weights: weights.map(describe), steps: inputs.map((step) => step.map(describe)) };
  writeSync(file, `${JSON.stringify(header)}\n`);
  for (const { values } of [...weights, ...inputs.flat()]) {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
  }
  closeSync(file);
}
