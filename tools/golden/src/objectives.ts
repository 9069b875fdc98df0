import type { Terms } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import { adam, disposeOptimizerState, type TermValues, trainStep } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs';
import { type DataSet, keysOf, type Modality, shapeOf } from './data-set.js';
import { celeba, digits } from './data-sets.js';
import { type GoldenCase, isObject, type Json, type JsonObject, numberAt, numbersAt, objectAt } from './format.js';
import { encodeEach, fuse } from './fusion.js';
import { compareGradients } from './gradients.js';
import { type Replay, recordedNoise } from './noise.js';
import { batchOf, buildModel, type ReferenceModel, settingsOf } from './objective-model.js';
import { compareElbos, compareFusion, compareHeads, compareScalars } from './objective-outputs.js';
import { toReference } from './parameters.js';
import { compareSubset } from './subset-inference.js';
import type { CaseContext, CaseOutcome, GoldenSuite } from './suite.js';

/** Training objectives of MNIST-SVHN-Text: values, components, gradients, Adam steps, subsets. */
export const objectivesSuite: GoldenSuite = suiteOf('objectives', digits);

/** The same of CelebA. */
export const celebaObjectivesSuite: GoldenSuite = suiteOf('objectives_celeba', celeba);

function suiteOf(file: string, dataSet: DataSet): GoldenSuite {
  return {
    file,
    async run(goldenCase, context): Promise<CaseOutcome> {
      if (goldenCase.name === 'params') return checkParameters(goldenCase, dataSet, context);
      const reference = buildModel(goldenCase, context.file, settingsOf(goldenCase, dataSet));
      const batch = batchOf(goldenCase, dataSet, context.file.seed);
      const run = { goldenCase, dataSet, reference, batch, context };
      try {
        if (goldenCase.outputs.losses_per_step) await compareAdam(run);
        else if (goldenCase.outputs.total_loss) await compareObjective(run);
        else await compareSubsets(run);
      } finally {
        reference.model.dispose();
        disposeAll(batch);
      }
      return undefined;
    },
  };
}

type ModelBatch = ReturnType<typeof batchOf>;

/** A case with what its functions work on. */
interface CaseRun {
  readonly goldenCase: GoldenCase;
  readonly dataSet: DataSet;
  readonly reference: ReferenceModel;
  readonly batch: ModelBatch;
  readonly context: CaseContext;
}

/** The parameters are read (and their first values checked) by every case; here each has to have a place of its own. */
export function checkParameters(
  { outputs }: GoldenCase,
  dataSet: DataSet,
  { file, comparison }: CaseContext,
): CaseOutcome {
  const [first] = keysOf(dataSet);
  const experts = dataSet.modalities.length + 1;
  for (const [name, entries] of Object.entries(outputs)) {
    if (!Array.isArray(entries)) continue;
    const flags = {
      method_: 'jsd',
      alpha_modalities: Array.from<number>({ length: experts }).fill(1 / experts),
      class_dim: shapeOf(entries, `encoders.${first}.shared.loc.bias`)[0]!,
      factorized_representation: entries.some(isPrivate),
      ...dataSet.sizesOf(entries),
    };
    const stand = { name, source: '', inputs: { flags, params: entries }, outputs: {} };
    const { model, parameters } = buildModel(stand, file, settingsOf(stand, dataSet));
    const places = Object.keys({ ...model.variables, ...model.state }).length;
    comparison.same(`${name}: parameters with a place`, parameters.length, places);
    model.dispose();
  }
  return undefined;
}

function isPrivate(entry: Json): boolean {
  return isObject(entry) && /style_mu/.test(String(entry.name));
}

async function compareObjective({ goldenCase, dataSet, reference, batch, context }: CaseRun): Promise<void> {
  const { outputs } = goldenCase;
  const { model } = reference;
  const { file, comparison } = context;
  const settings = settingsOf(goldenCase, dataSet);
  const [noise] = recordedNoise(goldenCase, settings, file.seed, 1) as [Replay];
  const lossContext = { rng: Rng.fromSeed(0), training: true, step: 0, epoch: 0, noise };
  const record: { terms?: Terms } = {};
  const { value, grads } = tf.variableGrads(() => {
    const { loss, terms } = model.loss(batch, lossContext);
    record.terms = terms as unknown as Terms;
    keepAll(record.terms);
    return loss;
  }, Object.values(model.variables));
  const reported = { loss: (await value.data())[0]!, terms: await readTerms(record.terms!) };
  comparison.check('total_loss', reported.loss, outputs.total_loss);
  const each = encodeEach(model, batch);
  const fusion = fuse(settings, each);
  await compareHeads(dataSet, each, outputs, comparison);
  await compareFusion(fusion, outputs, comparison);
  await compareScalars(settings, reported, each, fusion, objectAt(outputs, 'scalars_from_writer'), comparison);
  if (isObject(outputs.elbo_terms)) compareElbos(reported.terms, settings, outputs.elbo_terms, comparison);
  if (outputs.model_rec_w !== undefined) compareWeights(goldenCase, dataSet, comparison);
  await compareGradients(reference, grads, objectAt(outputs, 'grads'), comparison);
  noise.dispose();
  disposeAll([value, grads, each, fusion]);
}

/** The weights of the published model itself; its loops do not always take them. */
function compareWeights(
  { inputs, outputs }: GoldenCase,
  dataSet: DataSet,
  comparison: CaseContext['comparison'],
): void {
  const preset = dataSet.presetOf(objectAt(inputs, 'flags'), true);
  const expected = outputs.model_rec_w as readonly Json[];
  keysOf(dataSet).forEach((key, i) => {
    comparison.check(`model_rec_w.${key}`, Number(preset[key]?.weight), expected[i]);
  });
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

async function compareAdam({ goldenCase, dataSet, reference, batch, context }: CaseRun): Promise<void> {
  const { outputs } = goldenCase;
  const { model, parameters } = reference;
  const { file, comparison } = context;
  const optimizer = adam({ learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 });
  const steps = numberAt({ n: numbersAt(objectAt(outputs, 'losses_per_step'), 'shape')[0] }, 'n');
  const noises = recordedNoise(goldenCase, settingsOf(goldenCase, dataSet), file.seed, steps);
  let state = optimizer.init(model.variables);
  const losses: number[] = [];
  for (const noise of noises) {
    const trainable = {
      variables: model.variables,
      loss: (own: ModelBatch, lossContext: Parameters<typeof model.loss>[1]) =>
        model.loss(own, { ...lossContext, noise }),
    };
    const result = await trainStep(trainable, batch, { optimizer, state, rng: Rng.fromSeed(0) });
    state = result.state;
    losses.push(result.terms.loss);
    noise.dispose();
  }
  comparison.check('losses_per_step', losses, outputs.losses_per_step);
  const after = objectAt(outputs, 'params_after');
  for (const { name, path, layout } of parameters) {
    const variable = model.variables[path];
    if (!variable) continue;
    const values = await toReference(variable, layout);
    // Adam divides by |g|, so that entries with tiny gradients are ill-conditioned: the tolerance of gradients.
    comparison.check(`params_after.${name}`, values, after[name], 'gradient');
  }
  disposeOptimizerState(state);
}

async function compareSubsets({ goldenCase, dataSet, reference, batch, context }: CaseRun): Promise<void> {
  const settings = settingsOf(goldenCase, dataSet);
  for (const [name, expected] of Object.entries(goldenCase.outputs)) {
    const keys = keysOf(dataSet).filter((key) => name.includes(key[0]!.toUpperCase()));
    const subset = Object.fromEntries(keys.map((key) => [key, batch[key]])) as { [K in Modality]?: tf.Tensor };
    const each = encodeEach(reference.model, subset);
    const fusion = fuse(settings, each);
    await compareSubset(name, fusion, expected as JsonObject, context.comparison);
    disposeAll([each, fusion]);
  }
}
