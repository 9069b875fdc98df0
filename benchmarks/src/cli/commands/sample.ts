import { writeFileAtomic } from '@polyvae/training/node';
import { Command } from 'commander';
import { startEngine } from '../../engines/engine.js';
import { pictureGrid } from '../../report/picture-grid.js';
import { runFaceSamples } from '../../units/face-samples.js';
import { runSamples } from '../../units/samples.js';
import { isFacesTraining } from '../../units/train.js';
import type { Io } from '../io.js';
import { integer } from '../number-options.js';
import { type RunArguments, resolveRun, withRun } from './evaluate.js';

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
    const train = await resolveRun(options);
    await startEngine(options.backend, { threads: options.threads, purpose: 'evaluate' });
    const seeded = { ...train, ...(options.seed !== undefined && { seed: options.seed }) };
    const { run, weights } = options;
    const context = { directory: run, needs: [run], signal: new AbortController().signal, onProgress: () => {} };
    const { rows } = isFacesTraining(seeded)
      ? await runFaceSamples({ train: seeded }, context, weights)
      : await runSamples({ train: seeded }, context, weights);
    const svg = pictureGrid(rows, `Generations of ${train.experiment.title}`, { background: 'white' });
    await writeFileAtomic(options.out, new TextEncoder().encode(svg));
    if (options.json) io.out(JSON.stringify({ experiment: train.experiment.id, file: options.out, rows: rows.length }));
    else io.out(`${rows.length} rows of generations by ${train.experiment.title} in ${options.out}`);
  });
}
