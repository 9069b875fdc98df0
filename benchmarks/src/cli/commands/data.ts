import path from 'node:path';
import {
  type DigitsDataset,
  type DigitsSplit,
  type FacesDataset,
  type FacesSplit,
  faceAttributes,
} from '@polyvae/datasets';
import { downloadDataset, type DatasetName as FilesName } from '@polyvae/datasets/node';
import { writeFileAtomic } from '@polyvae/training/node';
import * as tf from '@tensorflow/tfjs';
import { Command, Option } from 'commander';
import type { DataSpec } from '../../data/data-spec.js';
import { openData } from '../../data/open-data.js';
import { startEngine } from '../../engines/engine.js';
import type { DatasetName } from '../../experiment.js';
import { findProfile } from '../../profiles/registry.js';
import { pictureGrid } from '../../report/picture-grid.js';
import { faceRow } from '../../units/face-samples.js';
import { pictureRow } from '../../units/samples.js';
import { type DataArguments, resolveData, withData, withJson } from '../common-options.js';
import { decodingProgress } from '../decoding-progress.js';
import type { Io } from '../io.js';
import { integer } from '../number-options.js';

function downloadCommand(io: Io): Command {
  const command = new Command('download')
    .description('Download the official MNIST and SVHN files; goes on where it stopped, and checks the checksums.')
    .option('--out <dir>', 'folder; the files go to its mnist/ and svhn/', 'data')
    .addOption(new Option('--only <name>', 'only one of the two').choices(['mnist', 'svhn']))
    .option('--mirror <urls...>', 'addresses of folders with the files, tried in this order')
    .addHelpText('after', '\nExample:\n  polyvae data download --out data');
  return withJson(command).action(
    async (options: { out: string; only?: FilesName; mirror?: string[]; json: boolean }) => {
      const files = [];
      for (const name of options.only ? [options.only] : (['mnist', 'svhn'] as const)) {
        let lastLine = 0;
        const done = await downloadDataset(name, {
          directory: path.join(options.out, name),
          ...(options.mirror && { mirrors: options.mirror }),
          onProgress: ({ file, received, total, bytesPerSecond, secondsLeft }) => {
            if (performance.now() - lastLine < 2_000 && received < total) return;
            lastLine = performance.now();
            const rate = `${(bytesPerSecond / 1e6).toFixed(1)} MB/s`;
            io.log(`${file} ${((100 * received) / total).toFixed(0)} % ${rate}, ${secondsLeft.toFixed(0)} s left`);
          },
        });
        for (const file of done) io.log(`${file.path}: ${file.outcome}`);
        files.push(...done);
      }
      if (options.json) io.out(JSON.stringify({ files }));
      else io.out(`Use them with --data ${options.out}`);
    },
  );
}

const datasetOption = (): Option =>
  new Option('--dataset <name>', 'which data set').choices(['mnist-svhn-text', 'celeba']).default('mnist-svhn-text');

/** The first items of a split, one row a modality. */
async function digitsPreview(split: DigitsSplit, count: number): Promise<string> {
  const items = Uint32Array.from({ length: Math.min(count, split.size) }, (_, i) => i);
  const batch = split.get(items);
  try {
    const rows = [
      await pictureRow('MNIST', batch.mnist),
      await pictureRow('SVHN', batch.svhn),
      await pictureRow('Text', batch.text),
    ];
    return pictureGrid(rows, 'Items of the data', { background: 'white' });
  } finally {
    tf.dispose([batch.mnist, batch.svhn, batch.text]);
  }
}

const facesInARow = 10;

/** The first faces of a split. */
async function facesPreview(split: FacesSplit, count: number): Promise<string> {
  const rows = [];
  for (let begin = 0; begin < Math.min(count, split.size); begin += facesInARow) {
    const length = Math.min(facesInARow, count - begin, split.size - begin);
    const batch = split.get(Uint32Array.from({ length }, (_, i) => begin + i));
    rows.push(await faceRow('', batch.image));
    tf.dispose(batch);
  }
  return pictureGrid(rows, 'Items of the data', { background: 'white' });
}

function isFacesDataset(data: DigitsDataset | FacesDataset): data is FacesDataset {
  return 'attributes' in data.train;
}

function previewOf(data: DigitsDataset | FacesDataset, part: 'train' | 'test', count: number): Promise<string> {
  return isFacesDataset(data) ? facesPreview(data[part], count) : digitsPreview(data[part], count);
}

function syntheticCommand(io: Io): Command {
  return new Command('synthetic')
    .description('Draw synthetic digits or faces from a seed and save a picture of them.')
    .addOption(datasetOption())
    .option('--seed <n>', 'seed of the drawings', integer(0), 1)
    .option('--count <n>', 'items to draw', integer(1), 20)
    .option('--out <file>', 'the picture (SVG)', 'synthetic.svg')
    .addHelpText(
      'after',
      `
Examples:
  polyvae data synthetic --seed 7 --count 30 --out digits.svg
  polyvae data synthetic --dataset celeba --count 60 --out faces.svg`,
    )
    .action(
      async ({ dataset, seed, count, out }: { dataset: DatasetName; seed: number; count: number; out: string }) => {
        await startEngine('cpu', { purpose: 'evaluate' });
        const kind = dataset === 'celeba' ? 'synthetic-faces' : 'synthetic';
        const data = await openData({ kind, seed, trainSize: count, testSize: 1 } as DataSpec);
        await writeFileAtomic(out, new TextEncoder().encode(await previewOf(data, 'train', count)));
        io.out(`${count} synthetic ${dataset === 'celeba' ? 'faces' : 'digits'} (seed ${seed}) in ${out}`);
      },
    );
}

/** How many items of a split show what: digits 0 … 9, or attributes by name. */
function countsOf(split: DigitsSplit | FacesSplit): Readonly<Record<string, number>> {
  if ('attributes' in split) {
    const width = faceAttributes.length;
    const counts = new Array<number>(width).fill(0);
    split.attributes.forEach((value, i) => {
      counts[i % width]! += value;
    });
    return Object.fromEntries(faceAttributes.map((name, i) => [name, counts[i]!]));
  }
  const counts = new Array<number>(10).fill(0);
  for (const label of split.labels) counts[label]! += 1;
  return Object.fromEntries(counts.map((count, digit) => [String(digit), count]));
}

function describeCommand(io: Io): Command {
  const command = new Command('describe')
    .description('Say what data are made of: source, sizes, repetition, items of each digit or with each attribute.')
    .addOption(datasetOption())
    .option('--profile <name>', 'sizes of the synthetic data and of the test data', 'quick')
    .option('--picture <file>', 'also save a picture of the first test items (SVG)')
    .addHelpText(
      'after',
      `
Examples:
  polyvae data describe
  polyvae data describe --data DIR --picture items.svg
  polyvae data describe --dataset celeba --data DIR`,
    );
  return withJson(withData(command)).action(
    async (options: DataArguments & { dataset: DatasetName; profile: string; picture?: string; json: boolean }) => {
      const spec: DataSpec = await resolveData(options, findProfile(options.profile), options.dataset);
      await startEngine('cpu', { purpose: 'evaluate' });
      const data = await openData(spec, { onProgress: decodingProgress(io) });
      if (options.picture) {
        await writeFileAtomic(options.picture, new TextEncoder().encode(await previewOf(data, 'test', 20)));
      }
      const { name, description, train, test } = data;
      const counts = { train: countsOf(train), test: countsOf(test) };
      if (options.json) {
        const per = isFacesDataset(data) ? 'perAttribute' : 'perDigit';
        const part = (split: 'train' | 'test') => ({
          size: data[split].size,
          [per]: isFacesDataset(data) ? counts[split] : Object.values(counts[split]),
        });
        io.out(JSON.stringify({ name, description, train: part('train'), test: part('test') }));
        return;
      }
      io.out(`${name}: ${description}`);
      if (isFacesDataset(data)) {
        io.out(`train: ${train.size} items, test: ${test.size} items; with each attribute:`);
        for (const attribute of faceAttributes) {
          io.out(`  ${attribute}: ${counts.train[attribute]}, ${counts.test[attribute]}`);
        }
        return;
      }
      io.out(`train: ${train.size} items, of each digit 0 … 9: ${Object.values(counts.train).join(' ')}`);
      io.out(`test: ${test.size} items, of each digit 0 … 9: ${Object.values(counts.test).join(' ')}`);
    },
  );
}

/** `polyvae data`: get, draw and describe data. */
export function dataCommand(io: Io): Command {
  return new Command('data')
    .description('Download the official files, draw synthetic data, describe data.')
    .addCommand(downloadCommand(io))
    .addCommand(syntheticCommand(io))
    .addCommand(describeCommand(io));
}
