import type { DigitsSplit } from '@polyvae/datasets';
import {
  type ExtractedFeatures,
  extractFeatures,
  type FeatureStatistics,
  featureStatistics,
  fid,
  prd,
  prdc,
} from '@polyvae/metrics';
import type { MultimodalVae } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { openData } from '../data/open-data.js';
import type { DigitKey } from '../experiment.js';
import type { UnitContext } from '../runner/unit-events.js';
import { chunkSize } from './chunk-size.js';
import type { EvaluationResult } from './evaluation-result.js';
import { describeFeatures, type FeatureSpec, type LoadedFeatures, loadFeatures } from './feature-spec.js';
import { FinishedParts } from './finished-parts.js';
import { labelledData } from './labelled-data.js';
import { loadModel } from './load-model.js';
import type { DigitsTrainConfig } from './train.js';

/** Everything that decides what a quality evaluation gives, as data. Its needs: the training, the images' classifiers. */
export interface QualityConfig {
  readonly train: DigitsTrainConfig;
  /** Real, and as many generated, images of each cell; fewer where there are fewer real ones. */
  readonly samples: number;
  /** Clusterings over which a PRD curve is averaged. */
  readonly runs: number;
  readonly features: FeatureSpec;
}

/** How good the images of one modality are that are generated from one subset, or from the prior. */
export interface QualityCell {
  readonly prdMean: number;
  readonly f8: number;
  /** F with β = 1/8. */
  readonly f1_8: number;
  readonly fid: number;
  /** Fewer images than features: the FID says little. */
  readonly fidUndersampled: boolean;
  readonly density: number;
  readonly coverage: number;
  /** Of the PRD, at some of its angles. */
  readonly curve: { readonly precision: readonly number[]; readonly recall: readonly number[] };
  /** Real, and generated, images. */
  readonly samples: number;
}

/** `values`: `prdMean` by `SUBSET>TARGET` or `random>TARGET`, such as `svhn+text>mnist`. */
export interface QualityResult extends EvaluationResult {
  readonly cells: Readonly<Record<string, QualityCell>>;
  readonly features: string;
}

type ImageKey = 'mnist' | 'svhn';

/** Each target's sources; `random` is the prior. */
const sources = {
  mnist: [['svhn'], ['text'], ['svhn', 'text'], 'random'],
  svhn: [['mnist'], ['text'], ['mnist', 'text'], 'random'],
} as const satisfies Record<ImageKey, readonly (readonly DigitKey[] | 'random')[]>;

/** Images that are generated at a time. */
const largestChunk = 256;

/** Every so many of the 1,001 angles of a curve are kept. */
const curveStep = 10;

/**
 * Quality of generated MNIST and SVHN images: PRD, FID, density and coverage against real test images. The posterior is the
 * objective's own.
 * @see Sutter et al. 2020, Table 3
 */
export async function runQuality(config: QualityConfig, context: UnitContext): Promise<QualityResult> {
  const { experiment, data, seed } = config.train;
  const digits = await openData(data);
  const rng = Rng.fromSeed(seed).fork('quality');
  const model = loadModel(experiment, context.needs[0]!);
  const parts = new FinishedParts(context.directory, config);
  const cells: Record<string, QualityCell> = {};
  try {
    let done = 0;
    for (const [i, target] of (['mnist', 'svhn'] as const).entries()) {
      const extractor = loadFeatures(config.features, target, context.needs[i + 1]);
      try {
        const real = await realFeatures(digits.test, target, {
          count: config.samples,
          rng: rng.fork(target),
          extractor,
        });
        for (const source of sources[target]) {
          context.signal.throwIfAborted();
          const name = `${source === 'random' ? source : source.join('+')}>${target}`;
          cells[name] = await parts.once(name, async () => {
            const generate = generator(model, digits.test, { source, target, rng: rng.fork(name) });
            const generated = await features(generate, real.features.shape[0], extractor);
            return compare(real, generated, { rng: rng.fork(`clusters of ${name}`), runs: config.runs });
          });
          done += 1;
          context.onProgress({ done, total: 8, note: name });
        }
      } finally {
        extractor.dispose();
      }
    }
  } finally {
    model.dispose();
  }
  const described = describeFeatures(config.features);
  const counts = (['mnist', 'svhn'] as const).map((target) => {
    const samples = cells[`random>${target}`]!.samples.toLocaleString('en-US');
    return `${samples} real against ${samples} generated (${target})`;
  });
  return {
    values: { default: Object.fromEntries(Object.entries(cells).map(([name, { prdMean }]) => [name, prdMean])) },
    notes: [
      `PRD of ${counts.join(', ')}; mean of ${config.runs} clusterings; features: ${described}. Equal distributions have 0.7204.`,
    ],
    cells,
    features: described,
  };
}

type Generate = (rows: Uint32Array) => tf.Tensor4D;

/** Features of what is made for the rows 0 … count. The last chunk is filled up, and what is too much left out. */
async function features(generate: Generate, count: number, extractor: LoadedFeatures): Promise<ExtractedFeatures> {
  const chunk = chunkSize(count, largestChunk);
  function* batches(): Generator<tf.Tensor4D> {
    for (let begin = 0; begin < count; begin += chunk) {
      yield generate(Uint32Array.from({ length: chunk }, (_, i) => (begin + i) % count));
    }
  }
  const { data, shape } = await extractFeatures(batches(), extractor.extract, { batchSize: chunk });
  return { data: data.subarray(0, count * shape[1]), shape: [count, shape[1]] };
}

interface RealFeatures {
  readonly features: ExtractedFeatures;
  readonly statistics: FeatureStatistics;
}

/** Of test images as they are before pairing, so that none is there twice. */
async function realFeatures(
  test: DigitsSplit,
  target: ImageKey,
  { count, rng, extractor }: { readonly count: number; readonly rng: Rng; readonly extractor: LoadedFeatures },
): Promise<RealFeatures> {
  const images = labelledData(test, target);
  const chosen = rng.permutation(images.size).subarray(0, Math.min(count, images.size));
  const read: Generate = (rows) => {
    const { x, y } = images.get(rows.map((row) => chosen[row]!));
    y.dispose();
    return x as tf.Tensor4D;
  };
  const found = await features(read, chosen.length, extractor);
  return { features: found, statistics: await featureStatistics(found) };
}

/** Images of the target from the prior, or from random test items. */
function generator(
  model: MultimodalVae<DigitKey>,
  test: DigitsSplit,
  {
    source,
    target,
    rng,
  }: { readonly source: readonly DigitKey[] | 'random'; readonly target: ImageKey; readonly rng: Rng },
): Generate {
  const items = rng.fork('items').permutation(test.size);
  return (rows) =>
    tf.tidy(() => {
      if (source === 'random') return model.generate(rows.length, { rng })[target] as tf.Tensor4D;
      const batch = test.get(rows.map((row) => items[row % items.length]!));
      const given = Object.fromEntries(source.map((key) => [key, batch[key]]));
      return model.generateFrom(given, [target], { rng })[target] as tf.Tensor4D;
    });
}

async function compare(
  real: RealFeatures,
  generated: ExtractedFeatures,
  clustering: { readonly rng: Rng; readonly runs: number },
): Promise<QualityCell> {
  const pair = { real: real.features, generated };
  const samples = generated.shape[0];
  const curves = await prd({ ...pair, ...clustering });
  const frechet = await fid({ real: real.statistics, generated });
  const { density, coverage } = await prdc({ ...pair, neighbours: Math.min(5, samples - 1) });
  const thin = (values: Float64Array): number[] =>
    [...values].filter((_, i) => i % curveStep === 0).map((value) => Number(value.toFixed(5)));
  return {
    prdMean: curves.prdMean,
    f8: curves.f8,
    f1_8: curves.fEighth,
    fid: frechet.distance,
    fidUndersampled: frechet.undersampled,
    density,
    coverage,
    curve: { precision: thin(curves.precision), recall: thin(curves.recall) },
    samples,
  };
}
