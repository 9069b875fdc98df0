import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { benchCommand } from './commands/bench.js';
import { dataCommand } from './commands/data.js';
import { enginesCommand } from './commands/engines.js';
import { evaluateCommand } from './commands/evaluate.js';
import { figureCommand } from './commands/figure.js';
import { sampleCommand } from './commands/sample.js';
import { statusCommand } from './commands/status.js';
import { stepCommand } from './commands/step.js';
import { tableCommand } from './commands/table.js';
import { trainCommand } from './commands/train.js';
import { workCommand } from './commands/work.js';
import type { Io } from './io.js';

/** Of this package. */
function version(): string {
  const file = new URL('../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** The command `polyvae` with all its subcommands. */
export function createProgram(io: Io): Command {
  const program = new Command('polyvae')
    .description(
      'Multimodal variational autoencoders: train, evaluate, and reproduce the tables of Sutter et al. 2020.',
    )
    .version(version(), '-V, --version', 'show the version')
    .showHelpAfterError('(polyvae --help, or polyvae COMMAND --help, shows what there is)')
    .addHelpText(
      'after',
      `
Examples:
  polyvae bench                                        train ten models in minutes, print tables, write a report
  polyvae train --model mmjsd --out runs/mmjsd         train one model on synthetic digits
  polyvae evaluate --run runs/mmjsd                    linear probe on the latents of every subset
  polyvae sample --run runs/mmjsd --out grid.svg       pictures of conditional generations
  polyvae table 2 --format markdown                    one table, reusing what is computed already
  polyvae figure 5                                     one figure
  polyvae status                                       what is done, running, failed, waiting
  polyvae data download --out data                     get MNIST and SVHN
  polyvae step --model mmjsd --batch 256 --steps 30    measure a training step
  polyvae engines                                      what can compute here, and how fast`,
    );
  for (const make of [
    trainCommand,
    evaluateCommand,
    tableCommand,
    figureCommand,
    benchCommand,
    statusCommand,
    sampleCommand,
    dataCommand,
    stepCommand,
    enginesCommand,
    workCommand,
  ]) {
    program.addCommand(make(io));
  }
  return program;
}
