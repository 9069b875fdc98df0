import { FinishedParts, type JobContext } from '@polyvae/jobs';
import { allSubsets, type FeatureStatistics, featureStatistics, fid, prd, prdc, subsetName } from '@polyvae/metrics';
import type { MultimodalVae } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import type * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import type { DatasetData, Split } from '../datasets/dataset.js';
import { describeFeatures, type FeatureSpec, featureSpecSchema, loadFeatures } from './compute/features.js';
import { pick } from './compute/latents.js';
import { withModel } from './compute/load-model.js';
import { type ComputedRows, inPortions, portionSize } from './compute/portions.js';
import { unconvergedNotes } from './compute/unconverged-note.js';
import { count } from './count.js';
import type { EvaluationConfig } from './define-job.js';
import { evaluationShape, real, size } from './evaluation-result.js';

/** Schema of its settings in profiles. */
export const settings = z.strictObject({
  /** Real, and as many generated, images of each cell; fewer where there are fewer real ones. */
  samples: size,
  /** Clusterings over which a PRD curve is averaged. */
  runs: size,
  /** In which features images are compared; absent: those of the modality's judge. */
  features: featureSpecSchema.optional(),
});

/** Settings of the quality of images in profiles. */
export interface QualitySettings extends Omit<z.infer<typeof settings>, 'features'> {
  readonly features?: FeatureSpec;
}

const cellSchema = z.strictObject({
  prdMean: real,
  /** Of `prdMean`, over the images and the clusterings. */
  standardError: real,
  f8: real,
  /** F with β = 1/8. */
  f1_8: real,
  fid: real,
  /** Fewer images than features: the FID says little. */
  fidUndersampled: z.boolean(),
  density: real,
  coverage: real,
  /** Of the PRD, at some of its angles. */
  curve: z.strictObject({ precision: z.array(real).readonly(), recall: z.array(real).readonly() }),
  /** Real, and generated, images. */
  samples: size,
  /** Clusterings that were ended while they still improved; absent if none was. */
  unconverged: size.optional(),
});

/** Quality of the images of one modality that are generated from one subset, or from the prior. */
export type QualityCell = z.infer<typeof cellSchema>;

/** Schema of its result. */
export const result = z.strictObject({
  ...evaluationShape,
  cells: z.record(z.string(), cellSchema),
  features: z.string(),
});

/** `values`: `prdMean` by `SUBSET>TARGET` or `random>TARGET`, such as `svhn+text>mnist`; `FID`, `density` and `coverage` before that name. */
export type QualityResult = z.infer<typeof result>;

/** Every so many of the 1,001 angles of a curve are kept. */
const curveStep = 10;

type Source = readonly string[] | 'random';

/** Modalities that are images. */
export function imagesOf({ modalities }: DatasetData): string[] {
  return modalities.flatMap(({ key, medium }) => (medium === 'image' ? [key] : []));
}

/** Where images of a target come from: every subset of the other modalities, and `random`, the prior. */
export function sourcesOf({ modalities }: DatasetData, target: string): readonly Source[] {
  return [...allSubsets(modalities.map(({ key }) => key).filter((key) => key !== target)), 'random'];
}

/**
 * Quality of generated images: PRD, FID, density and coverage against real test images. The posterior is the objective's own.
 * @see Sutter et al. 2020, Table 3
 */
export function run(
  config: EvaluationConfig<QualitySettings>,
  context: JobContext,
  data: DatasetData,
): Promise<QualityResult> {
  return withModel(config, context, data, async (model, { test }) => {
    const { train, samples, runs, features: spec = { name: 'classifier' } } = config;
    const rng = Rng.fromSeed(train.seed).fork('quality');
    const parts = new FinishedParts(context.directory, config);
    const cells: Record<string, QualityCell> = {};
    const targets = imagesOf(data);
    const total = targets.reduce((sum, target) => sum + sourcesOf(data, target).length, 0);
    let done = 0;
    for (const [i, target] of targets.entries()) {
      const extractor = loadFeatures(spec, data, { modality: target, judge: context.needs[i + 1] });
      const features = (rows: number, generate: Generate): Promise<ComputedRows> =>
        inPortions(rows, portionSize(rows, data.largestChunk), (own) => extractor.extract(generate(own)));
      try {
        const images = realImages(test, target, { count: samples, rng: rng.fork(target) });
        const real = await features(images.count, images.read);
        const statistics = await featureStatistics(real);
        for (const source of sourcesOf(data, target)) {
          context.signal.throwIfAborted();
          const name = `${source === 'random' ? source : subsetName(source)}>${target}`;
          cells[name] = await parts.once(name, async () => {
            const generate = generator(model, test, { source, target, rng: rng.fork(name) });
            const pair = { real, generated: await features(images.count, generate) };
            return compare(pair, statistics, { rng: rng.fork(`clusters of ${name}`), runs });
          });
          done += 1;
          context.onProgress({ done, total, note: name });
        }
      } finally {
        extractor.dispose();
      }
    }
    const described = describeFeatures(spec);
    const counts = targets.map((target) => {
      const own = count(cells[`random>${target}`]!.samples);
      return `${own} real against ${own} generated (${target})`;
    });
    return {
      values: { default: Object.assign({}, ...Object.entries(cells).map(valuesOf)) },
      standardErrors: {
        default: Object.fromEntries(Object.entries(cells).map(([name, { standardError }]) => [name, standardError])),
      },
      notes: [
        `PRD of ${counts.join(', ')}; mean of ${runs} clusterings; features: ${described}. Equal distributions have 0.7204.`,
        ...unconvergedNotes(
          train.experiment.title,
          'sets of clusterings',
          Object.keys(cells).filter((name) => cells[name]!.unconverged),
          Object.keys(cells).length,
        ),
      ],
      cells,
      features: described,
    };
  });
}

/** Values of a cell by the keys of tables' columns. */
function valuesOf([name, { prdMean, fid: distance, density, coverage }]: [string, QualityCell]): object {
  return {
    [name]: prdMean,
    [`FID ${name}`]: distance,
    [`density ${name}`]: density,
    [`coverage ${name}`]: coverage,
  };
}

/** Images of some rows. */
type Generate = (rows: Uint32Array) => tf.Tensor4D;

/** Test images as they are before pairing, so that none is there twice. */
function realImages(
  test: Split,
  target: string,
  { rng, ...options }: { readonly count: number; readonly rng: Rng },
): { readonly count: number; readonly read: Generate } {
  const images = test.labelled(target);
  const chosen = rng.permutation(images.size).subarray(0, Math.min(options.count, images.size));
  return {
    count: chosen.length,
    read: (rows) => images.get(rows.map((row) => chosen[row]!)).x as tf.Tensor4D,
  };
}

/** Images of the target from the prior, or from random test items. */
function generator(
  model: MultimodalVae<string>,
  test: Split,
  { source, target, rng }: { readonly source: Source; readonly target: string; readonly rng: Rng },
): Generate {
  const items = rng.fork('items').permutation(test.size);
  return (rows) => {
    if (source === 'random') return model.generate(rows.length, { rng })[target] as tf.Tensor4D;
    const batch = test.get(rows.map((row) => items[row % items.length]!));
    return model.generateFrom(pick(batch, source), [target], { rng })[target] as tf.Tensor4D;
  };
}

async function compare(
  images: { readonly real: ComputedRows; readonly generated: ComputedRows },
  statistics: FeatureStatistics,
  clustering: { readonly rng: Rng; readonly runs: number },
): Promise<QualityCell> {
  const { generated } = images;
  const samples = generated.shape[0];
  const curves = await prd({ ...images, ...clustering });
  const frechet = await fid({ real: statistics, generated });
  const { density, coverage } = await prdc({ ...images, neighbours: Math.min(5, samples - 1) });
  const thin = (values: Float64Array): number[] =>
    [...values].filter((_, i) => i % curveStep === 0).map((value) => Number(value.toFixed(5)));
  return {
    prdMean: curves.prdMean,
    standardError: curves.standardError,
    f8: curves.f8,
    f1_8: curves.fEighth,
    fid: frechet.distance,
    fidUndersampled: frechet.undersampled,
    density,
    coverage,
    curve: { precision: thin(curves.precision), recall: thin(curves.recall) },
    samples,
    ...(curves.unconverged > 0 && { unconverged: curves.unconverged }),
  };
}
