import { decodeText } from '@polyvae/datasets';
import type { JobContext } from '@polyvae/jobs';
import { allSubsets } from '@polyvae/metrics';
import type { MultimodalVae } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import type { DatasetData, ModalityInfo, Split, Tensors } from '../datasets/dataset.js';
import { pick } from './compute/latents.js';
import { withModel } from './compute/load-model.js';
import { pictureTiles } from './compute/picture-tiles.js';
import { scoringOf } from './compute/scoring.js';
import type { EvaluationConfig } from './define-job.js';
import type { PictureRow } from './shown.js';

const begin = { label: z.string(), heading: z.string().optional(), caption: z.string().optional() };
const strings = z.array(z.string()).readonly();

const rows = z
  .array(z.union([z.strictObject({ ...begin, tiles: strings }), z.strictObject({ ...begin, texts: strings })]))
  .readonly() as unknown as z.ZodType<readonly PictureRow[]>;

/** Schema of its settings in profiles. */
export const settings = z.strictObject({});

/** Schema of its result. */
export const result = z.strictObject({
  /** Given and generated pictures, for an overview. */
  rows,
  /**
   * Rows of pictures by name: `styles>MODALITY` is the modality from all others, one style (private latent) a row, where the
   * model has private latents; `TEXT>IMAGE` are pictures from one long text a row, another style each; `random>MODALITY` are
   * draws of the prior.
   */
  pictures: z.record(z.string(), rows),
  /** Texts that were drawn together with the first row of random pictures. */
  texts: strings,
});

/** Pictures and texts of a model. */
export type SamplesResult = z.infer<typeof result>;

/** Items that are given, styles of each, and long texts that pictures are made from. */
const given = 10;
const styles = 8;
const described = 8;

/** Texts that are longer than this do not fit below a picture. */
const shortText = 16;

/** One row: pictures `[n, height, width, channels]`, or short texts `[n, places, characters]`. */
export async function pictureRow(label: string, values: tf.Tensor, heading?: string): Promise<PictureRow> {
  const begin = heading === undefined ? { label } : { label, heading };
  if (values.rank === 3) return { ...begin, texts: await decodeText(values) };
  return { ...begin, tiles: pictureTiles(await values.data(), values.shape as [number, number, number, number]) };
}

/** Whether a modality can be drawn in a row: long texts cannot. */
export function isDrawn({ medium }: ModalityInfo, values: tf.Tensor): boolean {
  return medium === 'image' || values.shape[1]! <= shortText;
}

/** Everything that rows are made of. */
interface Drawing {
  readonly model: MultimodalVae<string>;
  readonly drawn: readonly ModalityInfo[];
  readonly all: readonly ModalityInfo[];
  readonly batch: Tensors;
  readonly rng: Rng;
  readonly signal: AbortSignal;
}

/** What a modality is generated from: every subset of the others; of many others, each alone and all together. */
export function sourcesOf(others: readonly string[]): readonly (readonly string[])[] {
  return others.length > 3 ? [...others.map((other) => [other]), others] : allSubsets(others);
}

/** Rows of the drawn modalities of a batch. */
async function rowsOf(batch: Tensors, modalities: readonly ModalityInfo[], heading?: string): Promise<PictureRow[]> {
  const rows = modalities.map(({ key, letter }, i) => pictureRow(letter, batch[key]!, i === 0 ? heading : undefined));
  return Promise.all(rows);
}

/** What is given, each modality from subsets of the others and from itself, and draws of the prior. */
async function overview({ model, drawn, all, batch, rng, signal }: Drawing): Promise<PictureRow[]> {
  const letters = new Map(all.map(({ key, letter }) => [key, letter]));
  const rows = await rowsOf(batch, drawn, 'Given');
  for (const { key: target, letter, title } of drawn) {
    const others = all.flatMap(({ key }) => (key === target ? [] : [key]));
    for (const [i, subset] of [...sourcesOf(others), [target]].entries()) {
      signal.throwIfAborted();
      const from = subset.map((key) => letters.get(key)).join(',');
      const stream = rng.fork(`${letter} from ${from}`);
      const made: Tensors = model.generateFrom(pick(batch, subset), [target], { rng: stream });
      rows.push(await pictureRow(`${from} → ${letter}`, made[target]!, i === 0 ? `${title} generated` : undefined));
      tf.dispose(made);
    }
  }
  const random: Tensors = model.generate(given, { rng: rng.fork('random') });
  rows.push(...(await rowsOf(random, drawn, 'Random, from the prior')));
  tf.dispose(random);
  return rows;
}

/** A modality from the others: what is given, then a row for each draw of the target's private latent. */
async function styleRows({ model, drawn, all, batch, rng }: Drawing, target: ModalityInfo): Promise<PictureRow[]> {
  const others = all.flatMap(({ key }) => (key === target.key ? [] : [key]));
  const rows = await rowsOf(
    batch,
    drawn.filter(({ key }) => key !== target.key),
  );
  const shared = tf.tidy(() => model.encode(pick(batch, others)).shared.mean() as tf.Tensor2D);
  const size = model.modalities[target.key]!.private;
  for (let style = 0; style < styles; style++) {
    const made = tf.tidy(() => {
      const own = tf.tile(tf.tensor2d(rng.normals(size), [1, size]), [shared.shape[0], 1]);
      return model.decode({ shared, private: { [target.key]: own } }, [target.key])[target.key]!.mean();
    });
    rows.push(await pictureRow(style === 0 ? `→ ${target.letter}` : '', made));
    made.dispose();
  }
  shared.dispose();
  return rows;
}

/** Pictures from one long text a row: the shared latent is the mean inferred from it, the picture's own is drawn for each. */
async function describedRows(
  { model, batch, rng, signal }: Drawing,
  { text, image, captions }: { readonly text: string; readonly image: string; readonly captions: readonly string[] },
): Promise<PictureRow[]> {
  const rows: PictureRow[] = [];
  for (const [i, caption] of captions.entries()) {
    signal.throwIfAborted();
    const made = tf.tidy(() => {
      const own = tf.slice(batch[text]!, [i, 0, 0], [1, -1, -1]);
      const { shared } = model.represent({ [text]: own }, { mixture: 'mean' });
      const size = model.modalities[image]!.private;
      const style = tf.tensor2d(rng.fork(i).normals(given * size), [given, size]);
      return model
        .decode({ shared: tf.tile<tf.Tensor2D>(shared, [given, 1]), private: { [image]: style } }, [image])
        [image]!.mean();
    });
    rows.push({ ...(await pictureRow('', made)), caption });
    made.dispose();
  }
  return rows;
}

/** Draws of the prior in rows, and the long texts that were drawn together with the first row. */
async function randomRows(
  { model, drawn, all, rng }: Drawing,
  grid: DatasetData['grid'],
): Promise<{ pictures: Record<string, PictureRow[]>; texts: string[] }> {
  const images = drawn.filter(({ medium }) => medium === 'image');
  const pictures: Record<string, PictureRow[]> = Object.fromEntries(images.map(({ key }) => [`random>${key}`, []]));
  const texts: string[] = [];
  for (let row = 0; row < grid.rows; row++) {
    const made: Tensors = model.generate(grid.columns, { rng: rng.fork(`grid ${row}`) });
    for (const { key } of images) pictures[`random>${key}`]!.push(await pictureRow('', made[key]!));
    const text = all.find(({ medium }) => medium === 'text');
    if (row === 0 && text) {
      const { readable = (own: string) => own } = text;
      texts.push(...(await decodeText(made[text.key]!)).map(readable));
    }
    tf.dispose(made);
  }
  return { pictures, texts };
}

/** Items that differ: the first one of every class, or items none of which has the labels of another; as far as there are any. */
function differentItems({ size, targets }: Split, width: number): Uint32Array {
  const found = new Map<string, number>();
  for (let item = 0; item < size && found.size < given; item++) {
    const key = targets.subarray(item * width, (item + 1) * width).join();
    if (!found.has(key)) found.set(key, item);
  }
  // Classes stand in their order, other items in that of the data.
  const items = width === 1 ? [...found].sort(([a], [b]) => Number(a) - Number(b)) : [...found];
  return Uint32Array.from(items, ([, item]) => item);
}

/**
 * Pictures of what a model generates: every modality from each subset of the others, in several styles, and from the prior.
 * @see Sutter et al. 2020, Figures 1, 2, 4 and 7, Table 20
 */
export function run(config: EvaluationConfig<object>, context: JobContext, data: DatasetData): Promise<SamplesResult> {
  return withModel(config, context, data, async (model, { test }) => {
    const { experiment, seed } = config.train;
    const { modalities: all, grid } = data;
    const items = differentItems(test, scoringOf(data.target).width);
    const batch: Tensors = { ...test.get(items) };
    const drawn = all.filter((modality) => isDrawn(modality, batch[modality.key]!));
    const drawing = (stream: string): Drawing => {
      const rng = Rng.fromSeed(seed).fork('samples').fork(stream);
      return { model, drawn, all, batch, rng, signal: context.signal };
    };
    const progress = (done: number, note: string): void => context.onProgress({ done, total: 3, note });
    try {
      progress(0, 'overview');
      const rows = await overview(drawing('overview'));
      progress(1, 'styles');
      const pictures: Record<string, readonly PictureRow[]> = {};
      const withStyles = experiment.latent.private > 0 ? drawn : [];
      for (const target of withStyles) {
        pictures[`styles>${target.key}`] = await styleRows(drawing(`styles of ${target.key}`), target);
      }
      for (const { key: text } of all.filter((modality) => !drawn.includes(modality))) {
        for (const { key: image } of withStyles) {
          const captions = Array.from(items.subarray(0, described), (item) => test.text?.(item) ?? '');
          const own = { text, image, captions };
          pictures[`${text}>${image}`] = await describedRows(drawing(`${image} from texts`), own);
        }
      }
      progress(2, 'random');
      const random = await randomRows(drawing('grid'), grid);
      return { rows, pictures: { ...pictures, ...random.pictures }, texts: random.texts };
    } finally {
      tf.dispose(batch);
    }
  });
}
