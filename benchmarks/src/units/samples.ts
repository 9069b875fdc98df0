import { type DigitsSplit, decodeText } from '@polyvae/datasets';
import { allSubsets } from '@polyvae/metrics';
import type { MultimodalVae } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { openData } from '../data/open-data.js';
import type { DigitKey } from '../experiment.js';
import type { PictureRow } from '../report/picture-grid.js';
import { pictureTiles } from '../report/picture-tiles.js';
import type { UnitContext } from '../runner/unit-events.js';
import { loadModel } from './load-model.js';
import type { DigitsTrainConfig } from './train.js';

/** Everything that decides what pictures are drawn, as data. */
export interface SamplesConfig {
  readonly train: DigitsTrainConfig;
}

/**
 * Pictures of one kind: `styles>MODALITY` is the modality from the other two, one style (private latent) a row, where the model
 * has private latents; `random>MODALITY` is a square of draws of the prior.
 */
export type PictureName = `styles>${DigitKey}` | `random>${'mnist' | 'svhn'}`;

/** Rows of pictures and texts; column d shows the digit d in the rows that are given or generated from them. */
export interface SamplesResult {
  readonly rows: readonly PictureRow[];
  readonly pictures: { readonly [Name in PictureName]?: readonly PictureRow[] };
}

/** Styles of each modality, and rows and columns of a square of random pictures. */
const styles = 8;
const side = 8;

const names: Readonly<Record<DigitKey, string>> = { mnist: 'MNIST', svhn: 'SVHN', text: 'Text' };
const letters: Readonly<Record<DigitKey, string>> = { mnist: 'M', svhn: 'S', text: 'T' };

/** One row: pictures `[n, height, width, channels]`, or texts `[n, 8, 71]`. */
export async function pictureRow(label: string, values: tf.Tensor, heading?: string): Promise<PictureRow> {
  const begin = heading === undefined ? { label } : { label, heading };
  if (values.rank === 3) return { ...begin, texts: await decodeText(values) };
  const shape = values.shape as [number, number, number, number];
  return { ...begin, tiles: pictureTiles(await values.data(), shape) };
}

/** The first test item of every digit. */
function oneOfEach(split: DigitsSplit): Uint32Array {
  return Uint32Array.from({ length: 10 }, (_, digit) => split.labels.indexOf(digit)).filter((_, digit) =>
    split.labels.includes(digit),
  );
}

/** A modality from the others: what is given, then a row for each draw of the target's private latent. */
async function styleRows(
  model: MultimodalVae<DigitKey>,
  batch: Readonly<Record<DigitKey, tf.Tensor>>,
  target: DigitKey,
  rng: Rng,
): Promise<PictureRow[]> {
  const sources = model.keys.filter((key) => key !== target);
  const rows: PictureRow[] = [];
  for (const key of sources) rows.push(await pictureRow(letters[key], batch[key]));
  const given = Object.fromEntries(sources.map((key) => [key, batch[key]]));
  const { shared } = tf.tidy(() => ({ shared: model.encode(given).shared.mean() as tf.Tensor2D }));
  const size = model.modalities[target].private;
  const letter = letters[target];
  for (let style = 0; style < styles; style++) {
    const made = tf.tidy(() => {
      const own = tf.tile(tf.tensor2d(rng.normals(size), [1, size]), [shared.shape[0], 1]);
      return model.decode({ shared, private: { [target]: own } }, [target])[target].mean();
    });
    rows.push(await pictureRow(style === 0 ? `→ ${letter}` : '', made));
    made.dispose();
  }
  shared.dispose();
  return rows;
}

/**
 * Pictures of what a model generates: for every target each other subset of the modalities as the given one, and random
 * ones.
 * @param file Weights other than the training's own.
 */
export async function runSamples(config: SamplesConfig, context: UnitContext, file?: string): Promise<SamplesResult> {
  const { experiment, data, seed } = config.train;
  const digits = await openData(data);
  const model = loadModel(experiment, context.needs[0]!, file);
  const rng = Rng.fromSeed(seed).fork('samples');
  const items = oneOfEach(digits.test);
  const batch: Readonly<Record<DigitKey, tf.Tensor>> = { ...digits.test.get(items) };
  const rows: PictureRow[] = [];
  try {
    for (const [i, key] of model.keys.entries()) {
      rows.push(await pictureRow(letters[key], batch[key], i === 0 ? 'Given' : undefined));
    }
    for (const target of model.keys) {
      const subsets = allSubsets(model.keys.filter((key) => key !== target));
      for (const [i, subset] of subsets.entries()) {
        context.signal.throwIfAborted();
        const from = subset.map((key) => letters[key]).join(',');
        const given = Object.fromEntries(subset.map((key) => [key, batch[key]]));
        const made = model.generateFrom(given, [target], { rng: rng.fork(`${target} from ${from}`) });
        const label = `${from} → ${letters[target]}`;
        rows.push(await pictureRow(label, made[target], i === 0 ? `${names[target]} generated` : undefined));
        tf.dispose(made);
      }
    }
    const random = model.generate(items.length, { rng: rng.fork('random') });
    for (const [i, key] of model.keys.entries()) {
      rows.push(await pictureRow(letters[key], random[key], i === 0 ? 'Random, from the prior' : undefined));
    }
    tf.dispose(random);
    const pictures: Partial<Record<PictureName, readonly PictureRow[]>> = {};
    for (const target of model.keys) {
      if (experiment.latent.private === 0) continue;
      pictures[`styles>${target}`] = await styleRows(model, batch, target, rng.fork(`styles of ${target}`));
    }
    const square = model.generate(side * side, { rng: rng.fork('square') });
    for (const key of ['mnist', 'svhn'] as const) {
      const { tiles } = (await pictureRow('', square[key])) as PictureRow & { readonly tiles: readonly string[] };
      pictures[`random>${key}`] = Array.from({ length: side }, (_, row) => ({
        label: '',
        tiles: tiles.slice(row * side, (row + 1) * side),
      }));
    }
    tf.dispose(square);
    return { rows, pictures };
  } finally {
    tf.dispose(Object.values(batch));
    model.dispose();
  }
}
