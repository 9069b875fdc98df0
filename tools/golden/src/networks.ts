import { decodeText } from '@polyvae/datasets';
import type { Independent, Laplace } from '@polyvae/distributions';
import {
  type BuildContext,
  Classifier,
  type Decoder,
  type Encoder,
  type LatentSizes,
  type Likelihood,
  mnistClassifier,
  type NetworkSource,
  svhnClassifier,
  textClassifier,
} from '@polyvae/models';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { type DataSet, type ModalityNames, readModality } from './data-set.js';
import { celeba, digits } from './data-sets.js';
import { type GoldenCase, isObject, type JsonObject, listAt, numberAt, objectAt } from './format.js';
import { imagesToReference } from './images.js';
import { pathOf, setParameters } from './parameters.js';
import type { CaseContext, CaseOutcome, GoldenSuite } from './suite.js';
import { tensorOf } from './tensors.js';

/** Encoders and decoders of both data sets, classifiers of MNIST-SVHN-Text. */
export const networksSuite: GoldenSuite = {
  file: 'networks',
  run(goldenCase, context) {
    const { name } = goldenCase;
    if (name === 'deviations_from_paper_tables') return { uncovered: 'prose: how the code differs from the tables' };
    if (name === 'celeba_nonfactorized') return { uncovered: 'an error of the published code, of which ours has none' };
    const [, set, part, input] = /^(celeba_)?(enc|dec)_(?:img_)?(mnist|svhn|img|text)_/.exec(name) ?? [];
    const dataSet = set ? celeba : digits;
    const modality = dataSet.modalities.find((own) => own.input === input);
    if (modality) return run(part === 'enc' ? 'encoder' : 'decoder', dataSet, modality, goldenCase, context);
    const classifier = /^clf_(mnist|svhn|text)$/.exec(name);
    if (classifier) return runClassifier(classifier[1] as 'mnist' | 'svhn' | 'text', goldenCase, context);
    return { uncovered: 'no check for a case of this name' };
  },
};

type Variables = Readonly<Record<string, tf.Variable>>;

async function run(
  part: 'encoder' | 'decoder',
  dataSet: DataSet,
  { key, input, privateFlag }: ModalityNames,
  goldenCase: GoldenCase,
  context: CaseContext,
): Promise<CaseOutcome> {
  const { inputs, outputs, name } = goldenCase;
  const flags = objectAt(inputs, 'flags');
  const latent = { shared: numberAt(flags, 'class_dim'), private: numberAt(flags, privateFlag) };
  const { likelihood, ...networks } = dataSet.presetOf(flags, true)[key]!;
  const network = build<Encoder | Decoder>(networks[part], latent);
  const all = Object.entries({ ...network.variables, ...network.state });
  const named: Variables = Object.fromEntries(all.map(([path, variable]) => [`${part}s.${key}.${path}`, variable]));
  setParameters(listAt(inputs, 'params'), context.file.seed, named, { [key]: latent.private });
  const training = name.endsWith('train_nodrop');
  if (part === 'encoder') {
    const x = readModality(key, objectAt(inputs, 'tensors')[key === 'text' ? 'text' : 'x'], context.file.seed);
    await compareEncoder(network as Encoder, x, training, outputs, context);
    x.dispose();
  } else {
    const output = decode(network as Decoder, latent, training, inputs, context.file.seed);
    if (key === 'text') await compareText(output, outputs, context.comparison);
    else await compareImages(output, likelihood, outputs, context.comparison);
    output.dispose();
  }
  if (isObject(outputs.running_stats_after)) {
    await compareState(`${part}_${input}`, named, outputs.running_stats_after, context.comparison);
  }
  network.dispose();
  return undefined;
}

/** A preset's network, which is always a function of the latent sizes. */
function build<N>(source: NetworkSource<N>, latent: LatentSizes): N {
  return (source as (context: BuildContext) => N)({ latent, rng: Rng.fromSeed(0) });
}

async function runClassifier(
  modality: 'mnist' | 'svhn' | 'text',
  { inputs, outputs }: GoldenCase,
  { file, comparison }: CaseContext,
): Promise<CaseOutcome> {
  const make = { mnist: mnistClassifier, svhn: svhnClassifier, text: textClassifier }[modality];
  const classifier = new Classifier(make({ rng: Rng.fromSeed(0) }));
  const all = Object.entries({ ...classifier.variables, ...classifier.state });
  const named = all.map(([path, variable]) => [`classifiers.${modality}.${path}`, variable] as const);
  setParameters(listAt(inputs, 'params'), file.seed, Object.fromEntries(named));
  const x = readModality(modality, objectAt(inputs, 'tensors')[modality === 'text' ? 'text' : 'x'], file.seed);
  const output = classifier.probabilities(x);
  comparison.check('out', await output.data(), outputs.out);
  tf.dispose([x, output]);
  classifier.dispose();
  return undefined;
}

async function compareEncoder(
  network: Encoder,
  x: tf.Tensor,
  training: boolean,
  outputs: JsonObject,
  { comparison }: CaseContext,
): Promise<void> {
  const output = network.apply(x, { training });
  const heads: Record<string, tf.Tensor | undefined> = {
    class_mu: output.shared.loc,
    class_logvar: output.shared.logVar,
    style_mu: output.private?.loc,
    style_logvar: output.private?.logVar,
  };
  for (const [name, expected] of Object.entries(outputs)) {
    if (name === 'running_stats_after') continue;
    comparison.check(name, (await heads[name]?.data()) ?? [], expected);
  }
  tf.dispose(output as unknown as tf.TensorContainer);
}

function decode(network: Decoder, latent: LatentSizes, training: boolean, inputs: JsonObject, seed: number): tf.Tensor {
  const tensors = objectAt(inputs, 'tensors');
  const read = (name: string): tf.Tensor => tensorOf(tensors[name], seed);
  return tf.tidy(() => {
    const z = latent.private > 0 ? tf.concat([read('z_class'), read('z_style')], 1) : read('z_class');
    return network.apply(z, { training });
  });
}

async function compareImages(
  locations: tf.Tensor,
  likelihood: Likelihood,
  outputs: JsonObject,
  comparison: CaseContext['comparison'],
): Promise<void> {
  comparison.check('loc', await imagesToReference(locations), outputs.loc);
  const { scale } = (likelihood.distribution(locations) as Independent<Laplace>).base;
  comparison.check('scale', await scale.data(), outputs.scale);
  scale.dispose();
}

async function compareText(
  logits: tf.Tensor,
  outputs: JsonObject,
  comparison: CaseContext['comparison'],
): Promise<void> {
  const likely = tf.logSoftmax(logits);
  // What the published code generates: the mean of its inverted likelihood.
  const inverted = tf.tidy(() => tf.div(likely, tf.sum(likely, -1, true)));
  comparison.check('log_softmax', await likely.data(), outputs.log_softmax);
  comparison.check('official_mean_probs', await inverted.data(), outputs.official_mean_probs);
  for (const [name, text] of Object.entries({ decoded_argmax_log_softmax: likely, decoded_official: inverted })) {
    if (outputs[name] !== undefined) comparison.same(name, await decodeText(text), outputs[name]);
  }
  tf.dispose([likely, inverted]);
}

/** Compares what training recorded for batch norm. */
async function compareState(
  network: string,
  variables: Variables,
  expected: JsonObject,
  comparison: CaseContext['comparison'],
): Promise<void> {
  for (const [name, statistic] of Object.entries(expected)) {
    comparison.check(name, (await variables[pathOf(`${network}.${name}`)]?.data()) ?? [], statistic);
  }
}
