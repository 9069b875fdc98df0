import * as tf from '@tensorflow/tfjs';
import { isObject, type Json, readParameter } from './format.js';

/** Rules from the reference's parameter names to ours; the first that matches applies, the rest of the name is kept. */
const rules: readonly (readonly [RegExp, string])[] = [
  [/^encoder_(\w+?)\.(?:feature_compressor\.)?(?:class|content|hidden|latent)_mu\./, 'encoders.$1.shared.loc.'],
  [/^encoder_(\w+?)\.(?:feature_compressor\.)?(?:class|content|hidden|latent)_logvar\./, 'encoders.$1.shared.logVar.'],
  [/^encoder_(\w+?)\.(?:feature_compressor\.)?style_mu\./, 'encoders.$1.private.loc.'],
  [/^encoder_(\w+?)\.(?:feature_compressor\.)?style_logvar\./, 'encoders.$1.private.logVar.'],
  [/^encoder_text\.text_feature_enc\.conv5\./, 'encoders.text.conv3.'],
  [/^encoder_text\.text_feature_enc\./, 'encoders.text.'],
  [/^encoder_(\w+?)\.feature_extractor\./, 'encoders.$1.'],
  [/^encoder_(\w+?)\./, 'encoders.$1.'],
  [/^decoder_mnist\.fc3\./, 'decoders.mnist.output.'],
  [/^decoder_(\w+?)\.(?:linear(?:_factorized)?|feature_generator)\./, 'decoders.$1.input.'],
  [/^decoder_text\.conv_last\./, 'decoders.text.conv3.'],
  [/^decoder_img\.img_generator\.conv\./, 'decoders.img.output.'],
  [/^decoder_text\.text_generator\.conv2\./, 'decoders.text.output.'],
  [/^decoder_(\w+?)\.(?:img|text)_generator\./, 'decoders.$1.'],
  [/^decoder_(\w+?)\./, 'decoders.$1.'],
  [/^clf_text\.resblock_4\.0\./, 'classifiers.text.block2.'],
  [/^clf_(\w+?)\./, 'classifiers.$1.'],
];

/** Renamings inside a network, after {@link rules}. */
const inner: readonly (readonly [RegExp, string | ((match: string, layer: string) => string)])[] = [
  [/^(en|de)coders\.img\./, '$1coders.image.'],
  [/\.(?:enc|dec)\.(\d+)\.0\./, (_, layer) => `.hidden${Number(layer) + 1}.`],
  [/\.resblock_?(\d+)\.0\./, '.block$1.'],
  [/\.(?:down|up)sample\.0\./, '.shortcut.'],
  [/\.(?:down|up)sample\.1\./, '.shortcutNorm.'],
  [/\.bn(\d+)\.weight$/, '.norm$1.scale'],
  [/\.bn(\d+)\.bias$/, '.norm$1.offset'],
  [/\.shortcutNorm\.weight$/, '.shortcutNorm.scale'],
  [/\.shortcutNorm\.bias$/, '.shortcutNorm.offset'],
  [/\.bn(\d+)\.running_mean$/, '.norm$1.mean'],
  [/\.bn(\d+)\.running_var$/, '.norm$1.variance'],
  [/\.running_mean$/, '.mean'],
  [/\.running_var$/, '.variance'],
];

/** Our checkpoint path of one of the reference's parameters. */
export function pathOf(name: string): string {
  const rule = rules.find(([pattern]) => pattern.test(name));
  if (!rule) throw new Error(`no rule for the reference's parameter "${name}"`);
  const start = name.replace(rule[0], rule[1]);
  return inner.reduce((path, [pattern, replacement]) => path.replace(pattern, replacement as string), start);
}

/**
 * PyTorch's layouts have the spatial axes last: `[out][in]`, `[out][in][k]`, `[out][in][kh][kw]`, with the first two
 * swapped for transposed convolutions. Ours have them first and the other two in reverse, which covers both kinds.
 */
function permutationOf(rank: number): number[] {
  return [...Array.from({ length: Math.max(0, rank - 2) }, (_, axis) => axis + 2), ...(rank < 2 ? [0] : [1, 0])];
}

/** How the reference stores an array. */
export interface Layout {
  readonly shape: readonly number[];
  /** Of a linear layer that reads latents: how many of its inputs, the first, are private. Ours has the shared ones first. */
  readonly private?: number;
}

/** Moves the first `count` inputs of a linear layer behind the others. */
function rotated(weight: tf.Tensor, count: number): tf.Tensor {
  const [first, others] = tf.split(weight, [count, weight.shape[0] - count]);
  return tf.concat([others!, first!]);
}

/** The reference's array in our layout; a height of 1 is put before the one spatial axis of 1-D convolutions. */
export function fromReference(data: ArrayLike<number>, { shape, private: own = 0 }: Layout): tf.Tensor {
  return tf.tidy(() => {
    const ours = tf.transpose(tf.tensor(Float32Array.from(data), [...shape]), permutationOf(shape.length));
    if (own > 0) return rotated(ours, own);
    return shape.length === 3 ? tf.expandDims(ours, 0) : ours;
  });
}

/** Our array in the reference's flat order. */
export async function toReference(value: tf.Tensor, { shape, private: own = 0 }: Layout): Promise<Float32Array> {
  const theirs = tf.tidy(() => {
    const turned = own > 0 ? rotated(value, value.shape[0] - own) : value;
    const ours = shape.length === 3 ? tf.squeeze(turned, [0]) : turned;
    const permutation = permutationOf(shape.length);
    const back = permutation.map((_, axis) => permutation.indexOf(axis));
    return tf.transpose(ours, back);
  });
  const data = (await theirs.data()) as Float32Array;
  theirs.dispose();
  return data;
}

/** The reference's parameters: names and shapes as stored, to find them again when gradients are compared. */
export interface ReferenceParameter {
  readonly name: string;
  readonly path: string;
  readonly layout: Layout;
}

/** First layers of decoders. */
const readsLatents = /^decoders\.(\w+)\.(?:input|hidden1)\.weight$/;

/**
 * Sets variables to a case's parameters.
 * @param privateSizes Sizes of the private subspaces by modality.
 * @throws {Error} if a parameter has no variable, another shape, or a variable is left without a value.
 */
export function setParameters(
  entries: readonly Json[],
  seed: number,
  variables: Readonly<Record<string, tf.Variable>>,
  privateSizes: Readonly<Record<string, number>> = {},
): ReferenceParameter[] {
  const left = new Set(Object.keys(variables));
  const parameters = entries.map((entry) => {
    if (!isObject(entry)) throw new Error('expected a parameter entry');
    const { name, shape, data } = readParameter(entry, seed);
    const path = pathOf(name);
    const variable = variables[path];
    if (!variable) throw new Error(`"${name}" maps to "${path}", which the model does not have`);
    const decoder = readsLatents.exec(path)?.[1];
    const layout = { shape, ...(decoder && { private: privateSizes[decoder] ?? 0 }) };
    const value = fromReference(data, layout);
    variable.assign(value);
    value.dispose();
    left.delete(path);
    return { name, path, layout };
  });
  if (left.size > 0) throw new Error(`no reference value for ${[...left].join(', ')}`);
  return parameters;
}
