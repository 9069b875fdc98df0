import path from 'node:path';
import { picturesSvg, samples, startEngine, UserError } from '@polyvae/benchmarks';
import { writeFileAtomic } from '@polyvae/training/node';
import { Command } from 'commander';
import type { Io } from '../io.js';
import { openWithProgress } from '../open-with-progress.js';
import { given, integer } from '../options.js';
import { contextOf, type RunArguments, resolveRun, withRun } from '../run-folder.js';

/** `polyvae sample`: pictures of conditional and random generations. */
export function sampleCommand(io: Io): Command {
  const command = new Command('sample')
    .description(
      'Draw what a trained model generates: every modality from every subset of the others, and random ones.',
    )
    .option('--out <file>', 'the picture, an SVG that needs nothing else', 'samples.svg')
    .option('--seed <n>', 'seed of the latents (default: of the training)', integer(0))
    .addHelpText(
      'after',
      `
Example:
  polyvae sample --run runs/mmjsd --out grid.svg`,
    );
  return withRun(command).action(async (options: RunArguments & { out: string; seed?: number }) => {
    if (path.extname(options.out).toLowerCase() !== '.svg') {
      throw new UserError(
        `--out: expected a name that ends in .svg, found ${options.out}.`,
        'Pictures are SVGs; browsers and drawing programs make other formats of them.',
      );
    }
    const train = await resolveRun(options);
    await startEngine(options.backend, { threads: options.threads, purpose: 'evaluate' });
    await openWithProgress(train.data, io);
    const seeded = { ...train, ...given({ seed: options.seed }) };
    const { rows } = await samples.run({ train: seeded }, contextOf(options));
    const title = `Generations of ${train.experiment.title}`;
    const svg = picturesSvg(rows, title);
    await writeFileAtomic(options.out, new TextEncoder().encode(svg));
    if (options.json) io.out(JSON.stringify({ experiment: train.experiment.id, file: options.out, rows: rows.length }));
    else io.out(`${rows.length} rows of generations by ${train.experiment.title} in ${options.out}`);
  });
}
