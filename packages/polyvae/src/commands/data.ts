import path from 'node:path';
import {
  type Dataset,
  dataSpec,
  findDataset,
  findProfile,
  isDrawn,
  pictureRow,
  picturesSvg,
  requireDrawingFits,
  type Split,
  startEngine,
  type Target,
} from '@polyvae/benchmarks';
import { downloadDataset, type DatasetName as FilesName } from '@polyvae/datasets/node';
import { writeFileAtomic } from '@polyvae/training/node';
import * as tf from '@tensorflow/tfjs';
import { Command, Option } from 'commander';
import type { Io } from '../io.js';
import { openWithProgress } from '../open-with-progress.js';
import { type DataArguments, dataSource, datasetOption, integer, withData, withJson } from '../options.js';

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

/** Items in a row of a preview. */
const inARow = 10;

/** The first items of a split: rows of each modality that can be drawn. */
async function previewOf(split: Split, count: number, { data: { modalities } }: Dataset): Promise<string> {
  const rows = [];
  for (let begin = 0; begin < Math.min(count, split.size); begin += inARow) {
    const length = Math.min(inARow, count - begin, split.size - begin);
    const batch = split.get(Uint32Array.from({ length }, (_, i) => begin + i));
    for (const modality of modalities) {
      const values = batch[modality.key]!;
      if (isDrawn(modality, values)) rows.push(await pictureRow(modality.letter, values));
    }
    tf.dispose(batch);
  }
  return picturesSvg(rows, 'Items of the data');
}

function syntheticCommand(io: Io): Command {
  return new Command('synthetic')
    .description("Draw a data set's stand-in from a seed and save a picture of it.")
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
      async ({ dataset: name, seed, count, out }: { dataset: string; seed: number; count: number; out: string }) => {
        await startEngine('cpu', { purpose: 'evaluate' });
        const dataset = findDataset(name);
        const spec = { dataset: name, source: 'synthetic', seed, trainSize: count, testSize: 1 } as const;
        requireDrawingFits(spec);
        const picture = await previewOf((await openWithProgress(spec, io)).train, count, dataset);
        await writeFileAtomic(out, new TextEncoder().encode(picture));
        io.out(`${count} items drawn for ${dataset.title} (seed ${seed}) in ${out}`);
      },
    );
}

/** How many items of a split are of each class, or have each label. */
function countsOf({ targets }: Split, { type, names }: Target): number[] {
  const counts = new Array<number>(names.length).fill(0);
  targets.forEach((value, i) => {
    if (type === 'class') counts[value]! += 1;
    else counts[i % names.length]! += value;
  });
  return counts;
}

function describeCommand(io: Io): Command {
  const command = new Command('describe')
    .description('Say what data are made of: source, sizes, repetition, items of each class or with each label.')
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
    async (options: DataArguments & { dataset: string; profile: string; picture?: string; json: boolean }) => {
      const dataset = findDataset(options.dataset);
      const spec = await dataSpec(dataset, findProfile(options.profile), dataSource(options));
      await startEngine('cpu', { purpose: 'evaluate' });
      const opened = await openWithProgress(spec, io);
      if (options.picture) {
        const picture = await previewOf(opened.test, 20, dataset);
        await writeFileAtomic(options.picture, new TextEncoder().encode(picture));
      }
      const { name, description, train, test } = opened;
      const { target } = dataset.data;
      const counts = { train: countsOf(train, target), test: countsOf(test, target) };
      if (options.json) {
        const part = (split: 'train' | 'test') => ({
          size: opened[split].size,
          perTarget: Object.fromEntries(target.names.map((own, i) => [own, counts[split][i]])),
        });
        io.out(JSON.stringify({ name, description, train: part('train'), test: part('test') }));
        return;
      }
      io.out(`${name}: ${description}`);
      io.out(
        `train: ${train.size} items, test: ${test.size} items; ${target.type === 'class' ? 'of each class' : 'with each label'}:`,
      );
      target.names.forEach((own, i) => {
        io.out(`  ${own}: ${counts.train[i]}, ${counts.test[i]}`);
      });
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
