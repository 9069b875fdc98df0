import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { tagOf } from './format.js';
import { fromReference, pathOf, setParameters, toReference } from './parameters.js';

describe("the reference's parameter names", () => {
  test.each([
    ['encoder_mnist.enc.0.0.weight', 'encoders.mnist.hidden1.weight'],
    ['encoder_mnist.enc.2.0.bias', 'encoders.mnist.hidden3.bias'],
    ['encoder_mnist.hidden_mu.weight', 'encoders.mnist.shared.loc.weight'],
    ['encoder_text.latent_logvar.bias', 'encoders.text.shared.logVar.bias'],
    ['encoder_svhn.class_logvar.weight', 'encoders.svhn.shared.logVar.weight'],
    ['encoder_svhn.style_mu.weight', 'encoders.svhn.private.loc.weight'],
    ['encoder_text.text_feature_enc.conv5.weight', 'encoders.text.conv3.weight'],
    ['decoder_mnist.fc3.bias', 'decoders.mnist.output.bias'],
    ['decoder_svhn.linear_factorized.weight', 'decoders.svhn.input.weight'],
    ['decoder_text.linear.weight', 'decoders.text.input.weight'],
    ['decoder_text.conv_last.weight', 'decoders.text.conv3.weight'],
    ['clf_svhn.bn2.running_var', 'classifiers.svhn.norm2.variance'],
    ['clf_text.resblock_4.0.downsample.1.weight', 'classifiers.text.block2.shortcutNorm.scale'],
    ['encoder_img.feature_extractor.conv1.weight', 'encoders.image.conv1.weight'],
    ['encoder_img.feature_extractor.resblock2.0.conv2.weight', 'encoders.image.block2.conv2.weight'],
    ['encoder_text.feature_extractor.resblock_4.0.bn1.running_mean', 'encoders.text.block4.norm1.mean'],
    [
      'encoder_text.feature_extractor.resblock_6.0.downsample.1.running_var',
      'encoders.text.block6.shortcutNorm.variance',
    ],
    ['encoder_img.feature_compressor.content_mu.weight', 'encoders.image.shared.loc.weight'],
    ['encoder_text.feature_compressor.style_logvar.bias', 'encoders.text.private.logVar.bias'],
    ['decoder_img.feature_generator.bias', 'decoders.image.input.bias'],
    ['decoder_img.img_generator.resblock1.0.upsample.0.weight', 'decoders.image.block1.shortcut.weight'],
    ['decoder_img.img_generator.conv.bias', 'decoders.image.output.bias'],
    ['decoder_text.text_generator.resblock_4.0.conv2.bias', 'decoders.text.block4.conv2.bias'],
    ['decoder_text.text_generator.conv2.weight', 'decoders.text.output.weight'],
  ])('%s is %s', (name, path) => {
    expect(pathOf(name)).toBe(path);
  });

  test('an unknown one is an error', () => {
    expect(() => pathOf('discriminator.weight')).toThrow(
      'no rule for the reference\'s parameter "discriminator.weight"',
    );
  });
});

test('layouts: spatial axes first, then inputs before outputs; there and back', async () => {
  const linear = fromReference([1, 2, 3, 4, 5, 6], { shape: [2, 3] });
  expect(linear.arraySync()).toEqual([
    [1, 4],
    [2, 5],
    [3, 6],
  ]);
  for (const shape of [[5], [2, 3], [2, 3, 4], [2, 3, 4, 5]]) {
    const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i);
    const ours = fromReference(values, { shape });
    expect(await toReference(ours, { shape })).toEqual(values);
    ours.dispose();
  }
  const filter = fromReference(
    Float32Array.from({ length: 24 }, (_, i) => i),
    { shape: [2, 3, 4] },
  );
  expect(filter.shape).toEqual([1, 4, 3, 2]);
  tf.dispose([linear, filter]);
});

test('a layer that reads latents: private ones first there, shared ones here', async () => {
  const layout = { shape: [2, 3], private: 1 };
  const ours = fromReference([1, 2, 3, 4, 5, 6], layout);
  expect(ours.arraySync()).toEqual([
    [2, 5],
    [3, 6],
    [1, 4],
  ]);
  expect([...(await toReference(ours, layout))]).toEqual([1, 2, 3, 4, 5, 6]);
  ours.dispose();
});

test('a variable that the reference does not set is an error', () => {
  const name = 'decoder_mnist.fc3.bias';
  const entry = { name, shape: [2], tag: tagOf(name), offset: 0, scale: 1 };
  const [bias, other] = [tf.variable(tf.zeros([2])), tf.variable(tf.zeros([1]))];
  expect(() => setParameters([entry], 1, { 'decoders.mnist.output.bias': bias, other })).toThrow(
    'no reference value for other',
  );
  expect(() => setParameters([entry], 1, { other })).toThrow('which the model does not have');
  tf.dispose([bias, other]);
});
