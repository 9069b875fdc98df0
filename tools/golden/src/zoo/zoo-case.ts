import {
  type GoldenArray,
  type GoldenCase,
  type GoldenFile,
  isObject,
  type Json,
  type JsonObject,
  numberAt,
  numbersAt,
  objectAt,
  readArray,
} from '../format.js';

/** One modality of a case's data. */
export interface ZooModality {
  readonly likelihood: string;
  /** Of one datum. */
  readonly shape: readonly number[];
  readonly scale?: number;
}

/** A case of the model zoo, read. */
export interface ZooCase {
  readonly name: string;
  readonly keys: readonly string[];
  readonly modalities: Readonly<Record<string, ZooModality>>;
  /** Options by the reference's names. */
  readonly options: JsonObject;
  /** What the call was told, such as the epoch. */
  readonly call: JsonObject;
  readonly size: number;
  readonly factors: Readonly<Record<string, number>>;
  readonly latent: { readonly shared: number; readonly private: number };
  readonly hidden: number;
  /** Weights by the reference's names. */
  readonly parameters: Readonly<Record<string, GoldenArray>>;
  /** 1 where a row has a modality; undefined if all rows have all. */
  readonly present: Readonly<Record<string, Uint8Array>> | undefined;
  readonly inputs: JsonObject;
  readonly outputs: JsonObject;
}

/** The arrays of an object of the file. */
export function arraysOf(object: JsonObject): Record<string, GoldenArray> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, readArray(value, 0)]));
}

/** Reads a case with what its file says of it. */
export function readZooCase({ name, inputs, outputs }: GoldenCase, file: GoldenFile): ZooCase {
  const whole = file as unknown as JsonObject;
  const set = objectAt(objectAt(whole, 'modality_sets'), String(inputs.modality_set));
  const keys = Object.keys(set);
  const modalities = keys.map((key) => {
    const { likelihood, scale } = objectAt(set, key);
    const shape = numbersAt(objectAt(set, key), 'shape');
    return [key, { likelihood: String(likelihood), shape, ...(typeof scale === 'number' && { scale }) }] as const;
  });
  const sizes = objectAt(whole, 'sizes');
  const parameterSet = String(inputs.parameter_set);
  const own = isObject(inputs.prior_parameters) ? arraysOf(inputs.prior_parameters) : {};
  const factors = isObject(inputs.likelihood_factors) ? inputs.likelihood_factors : {};
  return {
    name,
    keys,
    modalities: Object.fromEntries(modalities),
    options: objectAt(inputs, 'options'),
    call: objectAt(inputs, 'call'),
    size: numberAt(inputs, 'batch_size'),
    factors: Object.fromEntries(keys.map((key) => [key, Number(factors[key] ?? 1)])),
    latent: {
      shared: numberAt(sizes, 'shared'),
      private: parameterSet.endsWith('_private') ? numberAt(sizes, 'private') : 0,
    },
    hidden: numberAt(sizes, 'hidden'),
    parameters: { ...arraysOf(objectAt(objectAt(whole, 'parameter_sets'), parameterSet)), ...own },
    present: isObject(inputs.present) ? presentOf(inputs.present) : undefined,
    inputs,
    outputs,
  };
}

function presentOf(present: JsonObject): Record<string, Uint8Array> {
  return Object.fromEntries(Object.keys(present).map((key) => [key, Uint8Array.from(numbersAt(present, key))]));
}

/** What lies at a path of a case's expected terms. */
export function termAt({ outputs }: ZooCase, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((value, key) => (isObject(value) ? value[key] : undefined), outputs.terms);
}

/** The mean of a value for each row, `[batch]` or that of the rows that have some modalities, over these rows. */
export function rowMean(zoo: ZooCase, value: Json | undefined, ...keys: readonly string[]): number {
  const { data } = readArray(value, 0);
  const whole = data.length === zoo.size;
  const has = (row: number): boolean => keys.every((key) => zoo.present?.[key]?.[row] !== 0);
  const kept = [...data].filter((_, row) => !whole || has(row));
  return kept.reduce((sum, x) => sum + x, 0) / kept.length;
}
