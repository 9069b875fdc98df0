import { blockAssignment, renormaliseFloat32 } from '@polyvae/divergences/published-code';
import {
  type Batch,
  createMultimodalVae,
  type Likelihood,
  laplace,
  type MultimodalVae,
  mmvaeObjective,
  normal,
  type Objective,
} from '@polyvae/models';
import { publishedMmjsdObjective, publishedMvaeObjective } from '@polyvae/models/published-code';
import { Rng } from '@polyvae/random';
import { type DataSet, keysOf, type Modality, optional, readModality, shapeOf } from './data-set.js';
import {
  type GoldenCase,
  type GoldenFile,
  type Json,
  type JsonObject,
  numberAt,
  numbersAt,
  objectAt,
} from './format.js';
import { type ReferenceParameter, setParameters } from './parameters.js';

/** Published names of the three methods. */
export type Method = 'jsd' | 'moe' | 'poe';

/** A case's settings, read from its flags; those that a case leaves out have no influence on its outputs. */
export interface Settings {
  readonly dataSet: DataSet;
  readonly method: Method;
  readonly flags: JsonObject;
  readonly factorised: boolean;
  /** π: the prior first, then the modalities. */
  readonly alpha: readonly number[];
}

/** Reads a case's flags. */
export function settingsOf(goldenCase: GoldenCase, dataSet: DataSet): Settings {
  const flags = objectAt(goldenCase.inputs, 'flags');
  const named = /_(jsd|moe|poe)$/.exec(goldenCase.name)?.[1];
  const method = String(flags.method_ ?? named);
  if (method !== 'jsd' && method !== 'moe' && method !== 'poe') throw new Error(`unknown method "${method}"`);
  const alpha = numbersAt(flags, 'alpha_modalities');
  const factorised = flags.factorized_representation ?? dataSet.factorised;
  return { dataSet, method, flags, factorised: factorised === true, alpha };
}

/** A case's model with the reference's parameters. */
export interface ReferenceModel {
  readonly model: MultimodalVae<Modality>;
  readonly parameters: readonly ReferenceParameter[];
}

/** Builds the model of a case, with every way of the published code. */
export function buildModel(goldenCase: GoldenCase, file: GoldenFile, settings: Settings): ReferenceModel {
  const { dataSet, flags, factorised } = settings;
  const keys = keysOf(dataSet);
  const entries = parametersOf(goldenCase, file);
  // The published text likelihood is the inverted one; a variant says in its notes that it passes logits.
  const preset = dataSet.presetOf(flags, !/OneHotCategorical\(logits=/.test(goldenCase.notes ?? ''));
  const options = keys.map((key, i) => {
    const base = preset[key]!;
    const own = {
      likelihood: likelihoodOf(flags[`likelihood_m${i + 1}`]) ?? base.likelihood,
      weight: likelihoodWeight(settings, i) ?? base.weight,
      privateBeta: optional(flags, `beta_m${i + 1}_style`, 1),
    };
    return [key, { ...base, ...own }] as const;
  });
  const own = recordOf(keys.map((key) => [key, factorised ? privateSize(key, entries) : 0] as const));
  const model = createMultimodalVae<Modality>({
    modalities: recordOf(options),
    latent: { shared: numberAt(flags, 'class_dim'), private: own },
    objective: objectiveOf(settings),
    rng: Rng.fromSeed(0),
  });
  return { model, parameters: setParameters(entries, file.seed, { ...model.variables, ...model.state }, own) };
}

/** The factor of the i-th modality's likelihood, where it is not the preset's. */
export function likelihoodWeight({ dataSet, method, flags }: Settings, i: number): number | undefined {
  return dataSet.ownWeights && method !== 'poe' ? undefined : optional(flags, `rec_weight_m${i + 1}`, 1);
}

/** An image likelihood; the text's is chosen by the case's notes. All published decoders give a scale of 0.75. */
function likelihoodOf(name: Json | undefined): Likelihood | undefined {
  if (name === undefined || name === 'categorical') return undefined;
  if (name === 'laplace') return laplace({ scale: 0.75 });
  if (name === 'normal') return normal({ scale: 0.75 });
  throw new Error(`no likelihood "${String(name)}"`);
}

function objectiveOf({ dataSet, method, flags, alpha }: Settings): Objective<Modality> {
  const [prior, ...weights] = alpha as [number, ...number[]];
  const keys = keysOf(dataSet);
  const record = (values: readonly number[]): Record<Modality, number> =>
    recordOf(keys.map((key, i) => [key, values[i]!] as const));
  const shared = {
    beta: optional(flags, 'beta', 1),
    sharedBeta: optional(flags, 'beta_content', 1),
    privateBeta: optional(flags, 'beta_style', keys.length),
  };
  switch (method) {
    case 'jsd':
      return publishedMmjsdObjective({ ...shared, weights: { prior, modalities: record(weights) } });
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
      return publishedMvaeObjective({ ...shared, unimodalWeight: dataSet.unimodalWeight ?? 'modality' });
  }
}

/** A record of some modalities; the types of models want one of all. */
function recordOf<T>(entries: readonly (readonly [Modality, T])[]): Record<Modality, T> {
  return Object.fromEntries(entries) as Record<Modality, T>;
}

/** Size of a private subspace, as the parameters have it (some cases leave it out of their flags). */
function privateSize(key: Modality, entries: readonly Json[]): number {
  return shapeOf(entries, `encoders.${key}.private.loc.bias`)[0]!;
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
export function batchOf(
  goldenCase: GoldenCase,
  dataSet: DataSet,
  seed: number,
): Required<Omit<Batch<Modality>, 'present'>> {
  const batch = objectAt(goldenCase.inputs, 'batch');
  return recordOf(dataSet.modalities.map(({ key, input }) => [key, readModality(key, batch[input], seed)] as const));
}
