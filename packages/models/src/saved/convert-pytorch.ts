import { checkOptions } from '@polyvae/errors';
import { float32Of, type SafetensorsEntry } from '@polyvae/training';
import { ModelFileError } from './model-file-error.js';

/** How the parameters of a PyTorch network become a model's. */
export interface ConvertPyTorchOptions {
  /**
   * The model's checkpoint path of each of PyTorch's names, in a record or by a function; one that has none is left out, as PyTorch's
   * `num_batches_tracked` always is.
   */
  readonly names: Readonly<Record<string, string>> | ((name: string) => string | undefined);
  /**
   * Shape `[channels, height, width]` of what is flattened before a linear layer, by that layer's path: PyTorch flattens channels
   * first, networks here flatten them last.
   */
  readonly flattened?: Readonly<Record<string, readonly [channels: number, height: number, width: number]>>;
}

/**
 * The parameters of a PyTorch network (`safetensors.torch.save_file(model.state_dict(), …)`) in the names and layouts of this package:
 * linear weights `[out, in]` and filters `[out, in, height, width]`, those of transposed convolutions `[in, out, height, width]`,
 * filters of one dimension, the parameters and statistics of batch norm.
 *
 * ```ts
 * loadWeights(model, convertPyTorch(decodeSafetensors(bytes).tensors, { names }));
 * ```
 *
 * Two things cannot be told from parameters: outputs that are images or sequences flattened with channels first, and the order of latents at a decoder's
 * input, which is shared, then private here.
 * @throws {ModelFileError} if a parameter has more than four axes or is no floating-point number, if two have one path, or if a
 *   flattened shape does not fit.
 * @example
 * ```ts
 * const { tensors } = decodeSafetensors(bytes);
 * loadWeights(model, convertPyTorch(tensors, { names: { 'fc1.weight': 'encoders.scan.hidden.weight' } }));
 * ```
 */
export function convertPyTorch(
  state: ReadonlyMap<string, SafetensorsEntry>,
  options: ConvertPyTorchOptions,
): Map<string, SafetensorsEntry> {
  checkOptions('convertPyTorch', options, ['names', 'flattened']);
  const { names, flattened = {} } = options;
  const pathOf =
    typeof names === 'function' ? names : (name: string) => (Object.hasOwn(names, name) ? names[name] : undefined);
  const converted = new Map<string, SafetensorsEntry>();
  for (const [name, entry] of state) {
    const path = name.endsWith('num_batches_tracked') ? undefined : pathOf(name);
    if (path === undefined) continue;
    if (converted.has(path)) {
      throw new ModelFileError(`convertPyTorch: '${name}' and another parameter are both to be '${path}'`);
    }
    const data = valuesOf(name, entry);
    const layer = path.replace(/\.weight$/, '');
    const image = entry.shape.length === 2 && Object.hasOwn(flattened, layer) ? flattened[layer] : undefined;
    converted.set(path, image ? channelsLast(name, data, entry.shape, image) : transposed(name, data, entry.shape));
  }
  return converted;
}

function valuesOf(name: string, entry: SafetensorsEntry): Float32Array {
  try {
    return float32Of(entry);
  } catch (cause) {
    throw new ModelFileError(`convertPyTorch: '${name}': ${(cause as Error).message}`, { cause });
  }
}

function float(shape: readonly number[], data: Float32Array): SafetensorsEntry {
  return { dtype: 'F32', shape, data };
}

/** Spatial axes first, the other two in reverse, which is right for filters of both kinds of convolution; a filter of one dimension gets a height of 1. */
function transposed(name: string, data: Float32Array, shape: readonly number[]): SafetensorsEntry {
  if (shape.length < 2) return float(shape, data);
  if (shape.length > 4) {
    throw new ModelFileError(`convertPyTorch: '${name}': expected up to 4 axes, found shape [${shape.join(', ')}]`);
  }
  const [first, second, ...spatial] = shape as [number, number, ...number[]];
  const places = spatial.reduce((product, size) => product * size, 1);
  const values = new Float32Array(data.length);
  for (let i = 0; i < first; i++) {
    for (let j = 0; j < second; j++) {
      for (let k = 0; k < places; k++) values[(k * second + j) * first + i] = data[(i * second + j) * places + k]!;
    }
  }
  return float([...(spatial.length === 1 ? [1] : []), ...spatial, second, first], values);
}

/** A linear weight `[out, channels · height · width]` as `[height · width · channels, out]`. */
function channelsLast(
  name: string,
  data: Float32Array,
  [outputs, inputs]: readonly number[],
  image: readonly [number, number, number],
): SafetensorsEntry {
  const [channels, height, width] = image;
  const places = height * width;
  if (channels * places !== inputs) {
    throw new ModelFileError(
      `convertPyTorch: '${name}': flattened [${image.join(', ')}] has ${channels * places} values, but the layer reads ${inputs}`,
    );
  }
  const values = new Float32Array(data.length);
  for (let out = 0; out < outputs!; out++) {
    for (let channel = 0; channel < channels; channel++) {
      for (let place = 0; place < places; place++) {
        values[(place * channels + channel) * outputs! + out] = data[out * inputs + channel * places + place]!;
      }
    }
  }
  return float([inputs, outputs!], values);
}
