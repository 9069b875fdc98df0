import { decodeText, encodeText } from '@polyvae/datasets';
import type { Independent, Laplace } from '@polyvae/distributions';
import {
  Classifier,
  type Decoder,
  digitModalities,
  type Encoder,
  type LatentSizes,
  mnistClassifier,
  mnistDecoder,
  mnistEncoder,
  svhnClassifier,
  svhnDecoder,
  svhnEncoder,
  textClassifier,
  textDecoder,
  textEncoder,
} from '@polyvae/models';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { type GoldenCase, type JsonObject, listAt, numberAt, objectAt, readArray, stringsAt } from './format.js';
import { imagesFromReference, imagesToReference } from './images.js';
import { setParameters } from './parameters.js';
import type { CaseContext, CaseOutcome, GoldenSuite } from './suite.js';

type Modality = 'mnist' | 'svhn' | 'text';

/** Encoders, decoders and classifiers of MNIST-SVHN-Text. */
export const networksSuite: GoldenSuite = {
  file: 'networks',
  run(goldenCase, context) {
    const { name } = goldenCase;
    if (name === 'deviations_from_paper_tables') return { uncovered: 'prose: how the code differs from the tables' };
    const network = /^(enc|dec)_(?:img_)?(mnist|svhn|text)_/.exec(name);
    if (network) return run(network[1] as 'enc' | 'dec', network[2] as Modality, goldenCase, context);
    const classifier = /^clf_(mnist|svhn|text)$/.exec(name);
    if (classifier) return runClassifier(classifier[1] as Modality, goldenCase, context);
    return { uncovered: 'networks of another data set' };
  },
};

async function run(
  direction: 'enc' | 'dec',
  modality: Modality,
  goldenCase: GoldenCase,
  context: CaseContext,
): Promise<CaseOutcome> {
  const flags = objectAt(goldenCase.inputs, 'flags');
  const latent = { shared: numberAt(flags, 'class_dim'), private: numberAt(flags, `style_${modality}_dim`) };
  const network = direction === 'enc' ? encoder(modality, latent, flags) : decoder(modality, latent, flags);
  const prefix = direction === 'enc' ? `encoders.${modality}` : `decoders.${modality}`;
  const variables = Object.entries(network.variables).map(
    ([path, variable]) => [`${prefix}.${path}`, variable] as const,
  );
  setParameters(listAt(goldenCase.inputs, 'params'), context.file.seed, Object.fromEntries(variables));
  if (direction === 'enc') await compareEncoder(network as Encoder, modality, goldenCase, context);
  else await compareDecoder(network as Decoder, modality, latent, goldenCase, context);
  network.dispose();
  return undefined;
}

function encoder(modality: Modality, latent: LatentSizes, flags: JsonObject): Encoder {
  const options = { latent, rng: Rng.fromSeed(0), ...sizes(flags) };
  return { mnist: mnistEncoder, svhn: svhnEncoder, text: textEncoder }[modality](options);
}

function decoder(modality: Modality, latent: LatentSizes, flags: JsonObject): Decoder {
  const options = { latent, rng: Rng.fromSeed(0), ...sizes(flags) };
  return { mnist: mnistDecoder, svhn: svhnDecoder, text: textDecoder }[modality](options);
}

/** Sizes of the networks as the published flags have them. */
export function sizes(flags: JsonObject): { hiddenLayers: number; features: number; characters: number } {
  return {
    hiddenLayers: numberAt(flags, 'num_hidden_layers'),
    features: 2 * numberAt(flags, 'dim'),
    characters: numberAt(flags, 'num_features'),
  };
}

async function runClassifier(
  modality: Modality,
  { inputs, outputs }: GoldenCase,
  { file, comparison }: CaseContext,
): Promise<CaseOutcome> {
  const make = { mnist: mnistClassifier, svhn: svhnClassifier, text: textClassifier }[modality];
  const classifier = new Classifier(make({ rng: Rng.fromSeed(0) }));
  const all = Object.entries({ ...classifier.variables, ...classifier.state });
  const named = all.map(([path, variable]) => [`classifiers.${modality}.${path}`, variable] as const);
  setParameters(listAt(inputs, 'params'), file.seed, Object.fromEntries(named));
  const tensors = objectAt(inputs, 'tensors');
  const x =
    modality === 'text'
      ? encodeText(stringsAt(tensors, 'text'), 8)
      : imagesFromReference(readArray(tensors.x, file.seed));
  const output = classifier.probabilities(x);
  comparison.check('out', await output.data(), outputs.out);
  tf.dispose([x, output]);
  classifier.dispose();
  return undefined;
}

async function compareEncoder(
  network: Encoder,
  modality: Modality,
  { inputs, outputs }: GoldenCase,
  { file, comparison }: CaseContext,
): Promise<void> {
  const tensors = objectAt(inputs, 'tensors');
  const x =
    modality === 'text'
      ? encodeText(stringsAt(tensors, 'text'), 8)
      : imagesFromReference(readArray(tensors.x, file.seed));
  const output = network.apply(x, { training: false });
  const heads: Record<string, tf.Tensor | undefined> = {
    class_mu: output.shared.loc,
    class_logvar: output.shared.logVar,
    style_mu: output.private?.loc,
    style_logvar: output.private?.logVar,
  };
  for (const [name, expected] of Object.entries(outputs)) {
    comparison.check(name, (await heads[name]?.data()) ?? [], expected);
  }
  tf.dispose([x, output as unknown as tf.TensorContainer]);
}

async function compareDecoder(
  network: Decoder,
  modality: Modality,
  latent: LatentSizes,
  { inputs, outputs }: GoldenCase,
  { file, comparison }: CaseContext,
): Promise<void> {
  const tensors = objectAt(inputs, 'tensors');
  const read = (name: string): tf.Tensor => {
    const { data, shape } = readArray(tensors[name], file.seed);
    return tf.tensor(Float32Array.from(data), [...shape]);
  };
  const output = tf.tidy(() => {
    const z = latent.private > 0 ? tf.concat([read('z_style'), read('z_class')], 1) : read('z_class');
    return network.apply(z, { training: false });
  });
  if (modality === 'text') await compareText(output, outputs, comparison);
  else await compareImages(output, modality, outputs, comparison);
  output.dispose();
}

async function compareImages(
  locations: tf.Tensor,
  modality: 'mnist' | 'svhn',
  outputs: GoldenCase['outputs'],
  comparison: CaseContext['comparison'],
): Promise<void> {
  comparison.check('loc', await imagesToReference(locations), outputs.loc);
  const likelihood = digitModalities()[modality].likelihood.distribution(locations) as Independent<Laplace>;
  const { scale } = likelihood.base;
  comparison.check('scale', await scale.data(), outputs.scale);
  scale.dispose();
}

async function compareText(
  logits: tf.Tensor,
  outputs: GoldenCase['outputs'],
  comparison: CaseContext['comparison'],
): Promise<void> {
  const likely = tf.logSoftmax(logits);
  // What the published code generates: the mean of its inverted likelihood.
  const inverted = tf.tidy(() => tf.div(likely, tf.sum(likely, -1, true)));
  comparison.check('log_softmax', await likely.data(), outputs.log_softmax);
  comparison.check('official_mean_probs', await inverted.data(), outputs.official_mean_probs);
  comparison.same('decoded_argmax_log_softmax', await decodeText(likely), outputs.decoded_argmax_log_softmax);
  comparison.same('decoded_official', await decodeText(inverted), outputs.decoded_official);
  tf.dispose([likely, inverted]);
}
