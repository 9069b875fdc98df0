import { celebaModalities, digitModalities } from '@polyvae/models';
import { withPublishedText } from '@polyvae/models/published-code';
import { type DataSet, optional, shapeOf } from './data-set.js';
import { isObject } from './format.js';
import { pathOf } from './parameters.js';

/** MNIST-SVHN-Text. */
export const digits: DataSet = {
  modalities: [
    { key: 'mnist', input: 'mnist', output: 'img_mnist', privateFlag: 'style_mnist_dim' },
    { key: 'svhn', input: 'svhn', output: 'img_svhn', privateFlag: 'style_svhn_dim' },
    { key: 'text', input: 'text', output: 'text', privateFlag: 'style_text_dim' },
  ],
  presetOf: (flags, publishedText) => {
    const usual = digitModalities({
      hiddenLayers: optional(flags, 'num_hidden_layers', 1),
      textFeatures: 2 * optional(flags, 'dim', 64),
      characters: optional(flags, 'num_features', 71),
    });
    return publishedText ? withPublishedText(usual) : usual;
  },
  sizesOf: (parameters) => ({
    num_hidden_layers: parameters.filter(
      (own) => isObject(own) && /^encoders\.mnist\.hidden\d+\.weight$/.test(pathOf(String(own.name))),
    ).length,
    dim: shapeOf(parameters, 'encoders.text.conv1.bias')[0]! / 2,
  }),
  ownWeights: false,
  unimodalWeight: 1,
  factorised: false,
  renormalises: false,
};

/** CelebA with its attributes as text. */
export const celeba: DataSet = {
  modalities: [
    { key: 'image', input: 'img', output: 'img_celeba', privateFlag: 'style_m1_dim' },
    { key: 'text', input: 'text', output: 'text', privateFlag: 'style_m2_dim' },
  ],
  presetOf: (flags, publishedText) => {
    // In every case dropout is switched off, as the generators differ.
    const options = { dropout: 0, characters: optional(flags, 'num_features', 71) };
    const usual = {
      image: celebaModalities({ ...options, width: optional(flags, 'DIM_img', 128) }).image,
      text: celebaModalities({ ...options, width: optional(flags, 'DIM_text', 128) }).text,
    };
    return publishedText ? withPublishedText(usual) : usual;
  },
  sizesOf: (parameters) => ({
    DIM_img: shapeOf(parameters, 'encoders.image.block1.norm1.scale')[0]!,
    DIM_text: shapeOf(parameters, 'encoders.text.block1.norm1.scale')[0]!,
  }),
  // Its product of experts has the flags' weights, in the unimodal terms too.
  ownWeights: true,
  // The published model runs only so.
  factorised: true,
  renormalises: true,
};
