import type { Terms } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import { adam, disposeOptimizerState, type TermValues, trainStep } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs';
import { type GoldenCase, isObject, type JsonObject, numberAt, numbersAt, objectAt } from './format.js';
import { encodeEach, fuse } from './fusion.js';
import { type Replay, recordedNoise } from './noise.js';
import { batchOf, buildModel, type Modality, modalities, type ReferenceModel, settingsOf } from './objective-model.js';
import { compareElbos, compareFusion, compareHeads, compareScalars } from './objective-outputs.js';
import { toReference } from './parameters.js';
import { compareSubset } from './subset-inference.js';
import type { CaseContext, CaseOutcome, GoldenSuite } from './suite.js';

/** Training objectives of MNIST-SVHN-Text: values, components, gradients, Adam steps, subsets. */
export const objectivesSuite: GoldenSuite = {
  file: 'objectives',
  async run(goldenCase, context): Promise<CaseOutcome> {
    if (goldenCase.name === 'params') return checkParameters(goldenCase, context);
    const settings = settingsOf(goldenCase);
    const reference = buildModel(goldenCase, context.file, settings);
    const batch = batchOf(goldenCase, context.file.seed);
    try {
      if (goldenCase.outputs.losses_per_step) await compareAdam(goldenCase, reference, batch, context);
      else if (goldenCase.outputs.total_loss) await compareObjective(goldenCase, reference, batch, context);
      else await compareSubsets(goldenCase, reference, batch, context);
    } finally {
      reference.model.dispose();
      disposeAll(batch);
    }
    return undefined;
  },
};

type ModelBatch = ReturnType<typeof batchOf>;

/** The parameters are read (and their first values checked) by every case; here each has to have a place of its own. */
export function checkParameters({ outputs }: GoldenCase, { file, comparison }: CaseContext): CaseOutcome {
  for (const [name, entries] of Object.entries(outputs)) {
    if (!Array.isArray(entries)) continue;
    const flags = { class_dim: latentSize(entries), alpha_modalities: [0.25, 0.25, 0.25, 0.25], method_: 'jsd' };
    const factorized = entries.some((entry) => isObject(entry) && /style_mu/.test(String(entry.name)));
    const sizes = { num_hidden_layers: hiddenLayers(entries), dim: textFeatures(entries) / 2 };
    const inputs = { flags: { ...flags, ...sizes, factorized_representation: factorized }, params: entries };
    const stand = { name, source: '', inputs, outputs: {} };
    const { model, parameters } = buildModel(stand, file, settingsOf(stand));
    comparison.same(`${name}: parameters with a place`, parameters.length, Object.keys(model.variables).length);
    model.dispose();
  }
  return undefined;
}

function shapeOf(entries: readonly unknown[], name: RegExp): number[] {
  const entry = entries.find((own) => isObject(own as JsonObject) && name.test(String((own as JsonObject).name)));
  return numbersAt(entry as JsonObject, 'shape');
}

function latentSize(entries: readonly unknown[]): number {
  return shapeOf(entries, /^encoder_mnist\.(?:class|hidden)_mu\.bias$/)[0]!;
}

function textFeatures(entries: readonly unknown[]): number {
  return shapeOf(entries, /^encoder_text\.text_feature_enc\.conv1\.bias$/)[0]!;
}

function hiddenLayers(entries: readonly unknown[]): number {
  const name = /^encoder_mnist\.enc\.\d+\.0\.weight$/;
  return entries.filter((own) => name.test(String((own as JsonObject).name))).length;
}

async function compareObjective(
  goldenCase: GoldenCase,
  reference: ReferenceModel,
  batch: ModelBatch,
  { file, comparison }: CaseContext,
): Promise<void> {
  const { outputs } = goldenCase;
  const { model } = reference;
  const settings = settingsOf(goldenCase);
  const [noise] = recordedNoise(goldenCase, settings, file.seed, 1) as [Replay];
  const context = { rng: Rng.fromSeed(0), training: true, step: 0, epoch: 0, noise };
  const record: { terms?: Terms } = {};
  const { value, grads } = tf.variableGrads(() => {
    const { loss, terms } = model.loss(batch, context);
    record.terms = terms;
    keepAll(terms);
    return loss;
  }, Object.values(model.variables));
  const reported = { loss: (await value.data())[0]!, terms: await readTerms(record.terms!) };
  comparison.check('total_loss', reported.loss, outputs.total_loss);
  const each = encodeEach(model, batch);
  const fusion = fuse(settings, each);
  await compareHeads(each, outputs, comparison);
  await compareFusion(fusion, outputs, comparison);
  await compareScalars(reported, each, fusion, objectAt(outputs, 'scalars_from_writer'), comparison);
  if (isObject(outputs.elbo_terms)) compareElbos(reported.terms, settings, outputs.elbo_terms, comparison);
  await compareGradients(reference, grads, objectAt(outputs, 'grads'), comparison);
  noise.dispose();
  disposeAll([value, grads, each, fusion]);
}

/** `tf.dispose` of containers whose types do not say so. */
function disposeAll(things: unknown): void {
  tf.dispose(things as tf.TensorContainer);
}

function keepAll(terms: Terms): void {
  for (const term of Object.values(terms)) {
    if (term instanceof tf.Tensor) tf.keep(term);
    else keepAll(term);
  }
}

/** Reads kept terms and disposes them. */
async function readTerms(terms: Terms): Promise<TermValues> {
  const values: Record<string, number | TermValues> = {};
  for (const [name, term] of Object.entries(terms)) {
    values[name] = term instanceof tf.Tensor ? (await term.data())[0]! : await readTerms(term);
  }
  disposeAll(terms);
  return values;
}

async function compareGradients(
  { model, parameters }: ReferenceModel,
  gradients: tf.NamedTensorMap,
  expected: JsonObject,
  comparison: CaseContext['comparison'],
): Promise<void> {
  for (const { name, path, shape } of parameters) {
    const variable = model.variables[path]!;
    const gradient = gradients[variable.name];
    const values = gradient ? await toReference(gradient, shape) : new Float32Array(variable.size);
    // null: the reference's loss does not reach the parameter.
    if (expected[name] === null)
      comparison.same(
        `grads.${name}`,
        values.every((x) => x === 0),
        true,
      );
    else comparison.check(`grads.${name}`, values, expected[name], 'gradient');
  }
}

async function compareAdam(
  goldenCase: GoldenCase,
  { model, parameters }: ReferenceModel,
  batch: ModelBatch,
  { file, comparison }: CaseContext,
): Promise<void> {
  const { outputs } = goldenCase;
  const optimizer = adam({ learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 });
  const steps = numberAt({ n: numbersAt(objectAt(outputs, 'losses_per_step'), 'shape')[0] }, 'n');
  const noises = recordedNoise(goldenCase, settingsOf(goldenCase), file.seed, steps);
  let state = optimizer.init(model.variables);
  const losses: number[] = [];
  for (const noise of noises) {
    const trainable = {
      variables: model.variables,
      loss: (own: ModelBatch, context: Parameters<typeof model.loss>[1]) => model.loss(own, { ...context, noise }),
    };
    const result = await trainStep(trainable, batch, { optimizer, state, rng: Rng.fromSeed(0) });
    state = result.state;
    losses.push(result.terms.loss as number);
    noise.dispose();
  }
  comparison.check('losses_per_step', losses, outputs.losses_per_step);
  const after = objectAt(outputs, 'params_after');
  for (const { name, path, shape } of parameters) {
    const values = await toReference(model.variables[path]!, shape);
    // Adam divides by |g|, so that entries with tiny gradients are ill-conditioned: the tolerance of gradients.
    comparison.check(`params_after.${name}`, values, after[name], 'gradient');
  }
  disposeOptimizerState(state);
}

async function compareSubsets(
  goldenCase: GoldenCase,
  { model }: ReferenceModel,
  batch: ModelBatch,
  { comparison }: CaseContext,
): Promise<void> {
  const settings = settingsOf(goldenCase);
  for (const [name, expected] of Object.entries(goldenCase.outputs)) {
    const keys = modalities.filter((key) => name.includes(key[0]!.toUpperCase()));
    const subset = Object.fromEntries(keys.map((key) => [key, batch[key]])) as { [K in Modality]?: tf.Tensor };
    const each = encodeEach(model, subset);
    const fusion = fuse(settings, each);
    await compareSubset(name, fusion, expected as JsonObject, comparison);
    disposeAll([each, fusion]);
  }
}
