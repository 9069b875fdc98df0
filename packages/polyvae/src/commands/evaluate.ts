import { findDataset, probe, startEngine } from '@polyvae/benchmarks';
import { Command, Option } from 'commander';
import type { Io } from '../io.js';
import { openWithProgress } from '../open-with-progress.js';
import { given, integer } from '../options.js';
import { contextOf, type RunArguments, resolveRun, withRun } from '../run-folder.js';

interface Arguments extends RunArguments {
  readonly probeTrainSize: number;
  readonly testSize?: number;
  readonly penalty: 'l2' | 'none';
}

/** `polyvae evaluate`: a linear probe on the latents of every subset. */
export function evaluateCommand(io: Io): Command {
  const command = new Command('evaluate')
    .description('Linear probe on the latents of every subset of the modalities.')
    .option('--probe-train-size <n>', 'latents that the classifier learns from', integer(2), 256)
    .option('--test-size <n>', 'test items (default: all)', integer(1))
    .addOption(
      new Option(
        '--penalty <name>',
        "the classifier's: L2 with C = 1, or none (stops at gradient 1e-4 or 1,000 iterations)",
      )
        .choices(['l2', 'none'])
        .default('l2'),
    )
    .addHelpText(
      'after',
      `
Examples:
  polyvae evaluate --run runs/mmjsd
  polyvae evaluate --run runs/mmjsd --penalty none
  polyvae evaluate --run runs/mmjsd --data DIR --json`,
    );
  return withRun(command).action(async (options: Arguments) => {
    const { penalty, probeTrainSize: trainSize, testSize } = options;
    const train = await resolveRun(options);
    const engine = await startEngine(options.backend, { threads: options.threads, purpose: 'evaluate' });
    await openWithProgress(train.data, io);
    const result = await probe.run({ train, trainSize, penalty, ...given({ testSize }) }, contextOf(options));
    if (options.json) {
      io.out(JSON.stringify({ experiment: train.experiment.id, backend: engine.name, penalty, ...result }));
      return;
    }
    const { target } = findDataset(train.data.dataset).data;
    const measure = target.type === 'class' ? 'accuracy of a linear probe' : 'mean average precision of linear probes';
    io.out(
      `${train.experiment.title}: ${measure} (${result.trainSize} latents, ${result.testSize} test items, ` +
        `${penalty === 'l2' ? 'L2 penalty' : 'no penalty'})`,
    );
    for (const [variant, scores] of Object.entries(result.values)) {
      const cells = Object.entries(scores).map(([subset, value]) => `${subset} ${value.toFixed(3)}`);
      io.out(`  ${variant}: ${cells.join('  ')}`);
    }
    for (const warning of result.warnings ?? []) io.out(`  ${warning}`);
  });
}
