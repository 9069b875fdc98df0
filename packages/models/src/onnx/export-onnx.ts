import { encodeStandardModel, type OnnxGraph } from '@polyvae/backend-onnx/onnx';
import { ArgumentError, checkOptions } from '@polyvae/errors';
import { ConfigurationError } from '../errors.js';
import type { MultimodalVae } from '../model/multimodal-vae.js';
import { readPosterior } from '../model/subset-posterior.js';
import type { PosteriorKind } from '../objectives/objective.js';
import { writeDecoder } from './decoder.js';
import { writeEncoder } from './encoder.js';
import { writeGeneration } from './generation.js';
import { GraphBuilder } from './graph-builder.js';
import { exportedDecoder, exportedEncoder } from './modality.js';

/**
 * One modality's encoder: from its data, an input of the modality's name `[batch, ...]`, to `shared_loc` and `shared_log_var`
 * `[batch, shared]` and, with a private subspace, `private_loc` and `private_log_var` `[batch, private]`.
 */
export interface EncoderExport<K extends string = string> {
  /** Exports an encoder. */
  readonly part: 'encoder';
  /** The modality whose encoder it is. */
  readonly modality: K;
}

/**
 * One modality's decoder: from the inputs `shared` `[batch, shared]` and, with a private subspace, `private` `[batch, private]`
 * to data `[batch, ...]`, as a model generates them: `shown` as one looks at them, `mean` as expected.
 */
export interface DecoderExport<K extends string = string> {
  /** Exports a decoder. */
  readonly part: 'decoder';
  /** The modality whose decoder it is. */
  readonly modality: K;
}

/**
 * Data of the targets given other modalities. Inputs are the given modalities' data by their names; `noise` `[batch, shared]`,
 * draws of N(0, 1) (of the standard Laplace distribution where the model's posteriors are of that family), zeros for the
 * posterior's mean; `noise_<target>` `[batch, private]`, draws of N(0, 1), for each target that has a private subspace; and, of a
 * mixture of several given modalities, `component` `[batch]` of int64: the index among `given` of the one whose posterior a row is
 * drawn from. Outputs are `<target>_shown` and `<target>_mean` for each target.
 */
export interface GenerationExport<K extends string = string> {
  /** Exports the way from some modalities to others. */
  readonly part: 'generateFrom';
  /** The modalities that are seen. */
  readonly given: readonly K[];
  /** The modalities that are generated. */
  readonly targets: readonly K[];
  /** Which posterior of the given modalities is meant; default: the objective's. */
  readonly posterior?: PosteriorKind;
}

/** Which part of a model is exported. */
export type OnnxExport<K extends string = string> = EncoderExport<K> | DecoderExport<K> | GenerationExport<K>;

const optionNames = {
  encoder: ['part', 'modality'],
  decoder: ['part', 'modality'],
  generateFrom: ['part', 'given', 'targets', 'posterior'],
} as const;

/**
 * A part of a model, in evaluation mode, as an ONNX model that other runtimes serve: standard operators only, operator set 17, and
 * an axis `batch` of any length in front of every input and output. Channels are last, as in this library.
 * @returns Bytes of a `.onnx` file.
 * @throws {ArgumentError} if the part or a modality is unknown, or a modality's name is one that the graph needs.
 * @throws {ConfigurationError} if a network or a likelihood has no form in ONNX, such as one of your own, or the objective's posterior has none.
 * @example
 * ```ts
 * await writeFile('scan.onnx', await exportOnnx(model, { part: 'encoder', modality: 'scan' }));
 * ```
 */
export async function exportOnnx<K extends string>(
  model: MultimodalVae<K>,
  options: OnnxExport<NoInfer<K>>,
): Promise<Uint8Array> {
  if (!Object.hasOwn(optionNames, options.part)) {
    const known = Object.keys(optionNames).map((part) => `'${part}'`);
    throw new ArgumentError(
      `exportOnnx: part must be one of ${known.join(', ')}, found ${JSON.stringify(options.part)}`,
    );
  }
  checkOptions('exportOnnx', options, optionNames[options.part]);
  return encodeStandardModel(await graphOf(model, options));
}

async function graphOf<K extends string>(model: MultimodalVae<K>, options: OnnxExport<K>): Promise<OnnxGraph> {
  const graph = new GraphBuilder();
  if (options.part === 'generateFrom') {
    const { given, targets } = options;
    const posterior = readPosterior(model.objective, options.posterior);
    if (posterior === 'own') {
      throw new ConfigurationError(
        `exportOnnx: the posterior that '${model.objective.kind}' infers has no form in ONNX; ask for a kind, such as posterior: '${model.objective.posterior}'.`,
      );
    }
    for (const [name, keys] of Object.entries({ given, targets })) checkKeys(model, name, keys);
    await writeGeneration(graph, model, { given, targets, posterior });
    return graph.finish(`${targets.join(', ')} from ${given.join(', ')}`);
  }
  const { modality: key } = options;
  checkKeys(model, 'modality', [key]);
  const modality = model.modalities[key];
  const size = modality.private;
  if (options.part === 'encoder') {
    const encoder = await exportedEncoder(key, modality, model.shared);
    const spaces = size > 0 ? (['shared', 'private'] as const) : (['shared'] as const);
    const encoded = writeEncoder(graph, graph.input(key, encoder.shape), encoder, spaces);
    for (const space of spaces) {
      graph.output(`${space}_loc`, encoded[space].loc);
      graph.output(`${space}_log_var`, encoded[space].logVar);
    }
    return graph.finish(`encoder of ${key}`);
  }
  const decoder = await exportedDecoder(key, modality);
  const shared = graph.input('shared', [model.shared]);
  const own = size > 0 ? graph.input('private', [size]) : undefined;
  const { shown, mean } = writeDecoder(graph, key, decoder, shared, own);
  graph.output('shown', shown);
  graph.output('mean', mean);
  return graph.finish(`decoder of ${key}`);
}

function checkKeys({ keys: known }: { readonly keys: readonly string[] }, name: string, keys: readonly string[]): void {
  const wrong = keys.find((key, i) => !known.includes(key) || keys.indexOf(key) !== i);
  if (keys.length > 0 && wrong === undefined) return;
  const found = keys.length === 0 ? 'none' : JSON.stringify(wrong);
  throw new ArgumentError(
    `exportOnnx: ${name} must name modalities of the model (${known.join(', ')}), each once, found ${found}`,
  );
}
