import { decodeText, type FacesSplit, faceAttributes } from '@polyvae/datasets';
import type { MultimodalVae } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { openData } from '../data/open-data.js';
import type { FaceKey } from '../experiment.js';
import type { PictureRow } from '../report/picture-grid.js';
import { pictureTiles } from '../report/picture-tiles.js';
import type { UnitContext } from '../runner/unit-events.js';
import { loadModel } from './load-model.js';
import type { FacesTrainConfig } from './train.js';
import { withoutFillers } from './without-fillers.js';

/** Everything that decides what faces and texts are drawn, as data. */
export interface FaceSamplesConfig {
  readonly train: FacesTrainConfig;
}

/** `text>image`: faces generated from texts, one style (private latent) a picture; `random>pairs`: draws of the prior. */
export type FacePictureName = 'text>image' | 'random>pairs';

/** Pictures and texts of a model of CelebA. */
export interface FaceSamplesResult {
  /** What is given and what is generated from it, for an overview. */
  readonly rows: readonly PictureRow[];
  readonly pictures: { readonly [Name in FacePictureName]: readonly PictureRow[] };
  /** Drawn with the first row of random faces, the fillers at the end left out. */
  readonly texts: readonly string[];
}

/** Texts that faces are generated from, and faces of each. */
const texts = 8;
const styles = 10;
/** Random pairs in a row, and rows of them. */
const pairs = 16;
const rowsOfPairs = 3;

/** Pictures `[n, 64, 64, 3]` as a row. */
export async function faceRow(label: string, values: tf.Tensor, more: Partial<PictureRow> = {}): Promise<PictureRow> {
  const shape = values.shape as [number, number, number, number];
  return { ...more, label, tiles: pictureTiles(await values.data(), shape) };
}

/** Different people: items none of which has the attributes of another, as far as there are any. */
function differentItems(split: FacesSplit, count: number): Uint32Array {
  const width = faceAttributes.length;
  const seen = new Set<string>();
  const items: number[] = [];
  for (let item = 0; item < split.size && items.length < count; item++) {
    const attributes = split.attributes.subarray(item * width, (item + 1) * width).join('');
    if (seen.has(attributes)) continue;
    seen.add(attributes);
    items.push(item);
  }
  return Uint32Array.from(items);
}

/** Faces from one text: the shared latent is the mean inferred from it, the image's own is drawn for each face. */
function fromText(model: MultimodalVae<FaceKey>, text: tf.Tensor, rng: Rng): tf.Tensor {
  return tf.tidy(() => {
    const { shared } = model.represent({ text }, { mixture: 'mean' });
    const size = model.modalities.image.private;
    const own = tf.tensor2d(rng.normals(styles * size), [styles, size]);
    const repeated = tf.tile<tf.Tensor2D>(shared, [styles, 1]);
    return model.decode({ shared: repeated, private: { image: own } }, ['image']).image.mean();
  });
}

/**
 * Faces generated from texts and the other way round, and random pairs of both.
 * @param file Weights other than the training's own.
 * @see Sutter et al. 2020, Figures 2 and 7, Table 20
 */
export async function runFaceSamples(
  config: FaceSamplesConfig,
  context: UnitContext,
  file?: string,
): Promise<FaceSamplesResult> {
  const { experiment, data, seed } = config.train;
  const faces = await openData(data);
  const rng = Rng.fromSeed(seed).fork('face samples');
  const items = differentItems(faces.test, styles);
  const batch = faces.test.get(items);
  const model = loadModel(experiment, context.needs[0]!, file);
  try {
    const rows: PictureRow[] = [await faceRow('I', batch.image, { heading: 'Given' })];
    const made = model.generateFrom({ text: batch.text }, ['image'], { rng: rng.fork('image from text') });
    rows.push(await faceRow('T → I', made.image, { heading: 'Generated' }));
    tf.dispose(made);
    const again = model.generateFrom({ image: batch.image }, ['image'], { rng: rng.fork('image from image') });
    rows.push(await faceRow('I → I', again.image));
    tf.dispose(again);

    const described: PictureRow[] = [];
    for (const [i, item] of items.subarray(0, texts).entries()) {
      context.signal.throwIfAborted();
      context.onProgress({ done: i, total: texts + rowsOfPairs, note: 'faces from texts' });
      const text = tf.tidy(() => tf.slice(batch.text, [i, 0, 0], [1, -1, -1]));
      const drawn = fromText(model, text, rng.fork(`styles of ${item}`));
      described.push(await faceRow('', drawn, { caption: withoutFillers(faces.test.text(item)) }));
      tf.dispose([text, drawn]);
    }

    const random: PictureRow[] = [];
    let first: string[] = [];
    for (let row = 0; row < rowsOfPairs; row++) {
      context.onProgress({ done: texts + row, total: texts + rowsOfPairs, note: 'random pairs' });
      const drawn = model.generate(pairs, { rng: rng.fork(`random ${row}`) });
      random.push(await faceRow('', drawn.image));
      if (row === 0) first = (await decodeText(drawn.text)).map(withoutFillers);
      tf.dispose(drawn);
    }
    rows.push({ ...random[0]!, label: '', heading: 'Random, from the prior' });
    return { rows, pictures: { 'text>image': described, 'random>pairs': random }, texts: first };
  } finally {
    tf.dispose(batch);
    model.dispose();
  }
}
