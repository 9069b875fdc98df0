import { encodeText } from '@polyvae/datasets';
import { blockAssignment, renormaliseFloat32 } from '@polyvae/divergences';
import {
  type Batch,
  createMultimodalVae,
  digitModalities,
  type Likelihood,
  laplace,
  type MultimodalVae,
  mmjsdObjective,
  mmvaeObjective,
  mvaeObjective,
  normal,
  type Objective,
} from '@polyvae/models';
import { Rng } from '@polyvae/random';
import {
  type GoldenCase,
  type GoldenFile,
  isObject,
  type Json,
  type JsonObject,
  numberAt,
  numbersAt,
  objectAt,
  readArray,
  stringsAt,
} from './format.js';
import { imagesFromReference } from './images.js';
import { type ReferenceParameter, setParameters } from './parameters.js';

/** The modalities of MNIST-SVHN-Text in the reference's order: its M1, M2, M3. */
export const modalities = ['mnist', 'svhn', 'text'] as const;

/** One of them. */
export type Modality = (typeof modalities)[number];

/** Published names of the three methods. */
export type Method = 'jsd' | 'moe' | 'poe';

/** A case's settings, read from its flags; those that a case leaves out have no influence on its outputs. */
export interface Settings {
  readonly method: Method;
  readonly flags: JsonObject;
  readonly factorised: boolean;
  /** π: the prior first, then the modalities. */
  readonly alpha: readonly number[];
}

/** Reads a case's flags. */
export function settingsOf(goldenCase: GoldenCase): Settings {
  const flags = objectAt(goldenCase.inputs, 'flags');
  const named = /_(jsd|moe|poe)$/.exec(goldenCase.name)?.[1];
  const method = String(flags.method_ ?? named);
  if (method !== 'jsd' && method !== 'moe' && method !== 'poe') throw new Error(`unknown method "${method}"`);
  const alpha = numbersAt(flags, 'alpha_modalities');
  return { method, flags, factorised: flags.factorized_representation === true, alpha };
}

/** A case's model with the reference's parameters. */
export interface ReferenceModel {
  readonly model: MultimodalVae<Modality>;
  readonly parameters: readonly ReferenceParameter[];
}

/** Builds the model of a case, with every legacy switch that the published code amounts to. */
export function buildModel(goldenCase: GoldenCase, file: GoldenFile, settings: Settings): ReferenceModel {
  const { flags, factorised } = settings;
  const entries = parametersOf(goldenCase, file);
  const base = digitModalities({
    hiddenLayers: optional(flags, 'num_hidden_layers', 1),
    textFeatures: 2 * optional(flags, 'dim', 64),
    // The published text likelihood is the inverted one; a variant says in its notes that it passes logits.
    legacyInvertedText: !/OneHotCategorical\(logits=/.test(goldenCase.notes ?? ''),
  });
  const options = modalities.map((key, i) => [
    key,
    {
      ...base[key],
      likelihood: likelihoodOf(flags[`likelihood_m${i + 1}`]) ?? base[key].likelihood,
      weight: optional(flags, `rec_weight_m${i + 1}`, 1),
      privateBeta: optional(flags, `beta_m${i + 1}_style`, 1),
    },
  ]);
  const model = createMultimodalVae<Modality>({
    modalities: Object.fromEntries(options),
    latent: { shared: numberAt(flags, 'class_dim'), private: factorised ? privateSizes(entries) : 0 },
    objective: objectiveOf(settings),
    rng: Rng.fromSeed(0),
  });
  return { model, parameters: setParameters(entries, file.seed, model.variables) };
}

/** An image likelihood; the text's is chosen by the case's notes. All published decoders give a scale of 0.75. */
function likelihoodOf(name: Json | undefined): Likelihood | undefined {
  if (name === undefined || name === 'categorical') return undefined;
  if (name === 'laplace') return laplace({ scale: 0.75 });
  if (name === 'normal') return normal({ scale: 0.75 });
  throw new Error(`no likelihood "${String(name)}"`);
}

function objectiveOf({ method, flags, alpha }: Settings): Objective<Modality> {
  const [prior, ...weights] = alpha as [number, ...number[]];
  const shared = {
    beta: optional(flags, 'beta', 1),
    sharedBeta: optional(flags, 'beta_content', 1),
    privateBeta: optional(flags, 'beta_style', modalities.length),
  };
  const legacyVarianceEpsilon = 1e-8;
  switch (method) {
    case 'jsd':
      return mmjsdObjective({
        ...shared,
        legacyVarianceEpsilon,
        weights: { prior, modalities: record(weights) },
        legacyBlockAssignment: true,
      });
    case 'moe': {
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return mmvaeObjective({
        ...shared,
        weights: record(weights.map((weight) => weight / total)),
        // From the weights as the file has them: block boundaries hang on their float32 rounding.
        assignment: ({ size }) => blockAssignment(size, renormaliseFloat32(weights)),
      });
    }
    case 'poe':
      return mvaeObjective({
        ...shared,
        legacyVarianceEpsilon,
        legacyUnimodalWeight: 1,
        legacyUnimodalDivergence: true,
      });
  }
}

function record(weights: readonly number[]): Record<Modality, number> {
  return Object.fromEntries(modalities.map((key, i) => [key, weights[i]])) as Record<Modality, number>;
}

/** Sizes of the private subspaces, as the parameters have them (some cases leave them out of their flags). */
function privateSizes(entries: readonly Json[]): Record<Modality, number> {
  const sizes = modalities.map((key) => {
    const entry = entries.find((own) => isObject(own) && own.name === `encoder_${key}.style_mu.bias`);
    if (!isObject(entry)) throw new Error(`no private subspace of ${key} among the parameters`);
    return [key, numbersAt(entry, 'shape')[0]];
  });
  return Object.fromEntries(sizes) as Record<Modality, number>;
}

/** A case's parameters: in place, or a reference such as `params_factorized (case "params")`. */
function parametersOf(goldenCase: GoldenCase, file: GoldenFile): readonly Json[] {
  const { params } = goldenCase.inputs;
  if (Array.isArray(params)) return params;
  const reference = /^(\S+) \(case "(.+)"\)$/.exec(String(params));
  const found = file.cases.find(({ name }) => name === reference?.[2])?.outputs[reference?.[1] ?? ''];
  if (!Array.isArray(found)) throw new Error(`parameters "${String(params)}" are not in the file`);
  return found;
}

/** The batch of a case. */
export function batchOf(goldenCase: GoldenCase, seed: number): Required<Omit<Batch<Modality>, 'present'>> {
  const batch = objectAt(goldenCase.inputs, 'batch');
  const texts = stringsAt(batch, 'text');
  return {
    mnist: imagesFromReference(readArray(batch.mnist, seed)),
    svhn: imagesFromReference(readArray(batch.svhn, seed)),
    text: encodeText(texts, texts[0]?.length ?? 0),
  };
}

function optional(flags: JsonObject, key: string, otherwise: number): number {
  return flags[key] === undefined ? otherwise : numberAt(flags, key);
}
