import path from 'node:path';
import type { DigitsSplit } from '@polyvae/datasets';
import { type DatasetName, downloadDataset } from '@polyvae/datasets/node';
import { writeFileAtomic } from '@polyvae/training/node';
import * as tf from '@tensorflow/tfjs';
import { Command, Option } from 'commander';
import { openData } from '../../data.js';
import { startEngine } from '../../engines/engine.js';
import { findProfile } from '../../profiles/registry.js';
import { pictureGrid } from '../../report/picture-grid.js';
import { pictureRow } from '../../units/samples.js';
import { resolveData, withData, withJson } from '../common-options.js';
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
    async (options: { out: string; only?: DatasetName; mirror?: string[]; json: boolean }) => {
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

/** The first items of a split, one row a modality. */
async function previewOf(split: DigitsSplit, count: number): Promise<string> {
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

function syntheticCommand(io: Io): Command {
  return new Command('synthetic')
    .description('Draw synthetic digits from a seed and save a picture of them.')
    .option('--seed <n>', 'seed of the drawings', integer(0), 1)
    .option('--count <n>', 'digits to draw', integer(1), 20)
    .option('--out <file>', 'the picture (SVG)', 'synthetic.svg')
    .addHelpText('after', '\nExample:\n  polyvae data synthetic --seed 7 --count 30 --out digits.svg')
    .action(async ({ seed, count, out }: { seed: number; count: number; out: string }) => {
      await startEngine('cpu', { purpose: 'evaluate' });
      const digits = await openData({ kind: 'synthetic', seed, trainSize: count, testSize: 1 });
      await writeFileAtomic(out, new TextEncoder().encode(await previewOf(digits.train, count)));
      io.out(`${count} synthetic digits (seed ${seed}) in ${out}`);
    });
}

function describeCommand(io: Io): Command {
  const command = new Command('describe')
    .description('Say what data are made of: source, sizes, repetition, items of each digit.')
    .option('--profile <name>', 'sizes of the synthetic digits and of the test data', 'quick')
    .option('--picture <file>', 'also save a picture of the first test items (SVG)')
    .addHelpText(
      'after',
      '\nExamples:\n  polyvae data describe\n  polyvae data describe --data DIR --picture items.svg',
    );
  return withJson(withData(command)).action(
    async (options: { data: string; profile: string; picture?: string; json: boolean }) => {
      const spec = await resolveData(options.data, findProfile(options.profile));
      await startEngine('cpu', { purpose: 'evaluate' });
      const digits = await openData(spec);
      const counts = (split: DigitsSplit): number[] => {
        const found = new Array<number>(10).fill(0);
        for (const label of split.labels) found[label]! += 1;
        return found;
      };
      if (options.picture) {
        await writeFileAtomic(options.picture, new TextEncoder().encode(await previewOf(digits.test, 20)));
      }
      const { name, description, train, test } = digits;
      if (options.json) {
        const parts = {
          train: { size: train.size, perDigit: counts(train) },
          test: { size: test.size, perDigit: counts(test) },
        };
        io.out(JSON.stringify({ name, description, ...parts }));
        return;
      }
      io.out(`${name}: ${description}`);
      io.out(`train: ${train.size} items, of each digit 0 … 9: ${counts(train).join(' ')}`);
      io.out(`test: ${test.size} items, of each digit 0 … 9: ${counts(test).join(' ')}`);
    },
  );
}

/** `polyvae data`: get, draw and describe data. */
export function dataCommand(io: Io): Command {
  return new Command('data')
    .description('Download the official files, draw synthetic digits, describe data.')
    .addCommand(downloadCommand(io))
    .addCommand(syntheticCommand(io))
    .addCommand(describeCommand(io));
}
