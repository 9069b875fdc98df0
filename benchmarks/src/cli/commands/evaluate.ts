import { Command, Option } from 'commander';
import { startEngine } from '../../engines/engine.js';
import { findExperiment } from '../../experiments/registry.js';
import { paper } from '../../profiles/paper.js';
import { quick } from '../../profiles/quick.js';
import { readRun } from '../../run-directory.js';
import { type AttributeProbeUnitResult, runAttributeProbe } from '../../units/attribute-probe.js';
import { type ProbeResult, runProbe } from '../../units/probe.js';
import { isFacesTraining, type TrainConfig } from '../../units/train.js';
import { UserError } from '../../user-error.js';
import {
  type CelebaArguments,
  type EngineArguments,
  resolveData,
  withCelebaFiles,
  withEngine,
  withJson,
} from '../common-options.js';
import type { Io } from '../io.js';
import { integer } from '../number-options.js';

/** Options that name a trained model and data to run it on. */
export interface RunArguments extends CelebaArguments, EngineArguments {
  readonly run: string;
  readonly model?: string;
  readonly weights?: string;
  readonly data?: string;
  readonly json: boolean;
}

interface Arguments extends RunArguments {
  readonly probeTrainSize: number;
  readonly testSize?: number;
  readonly penalty: 'l2' | 'none';
}

/** Adds the options that name a trained model. */
export function withRun(command: Command): Command {
  command
    .requiredOption('--run <dir>', 'folder that polyvae train wrote')
    .option('--model <name>', "build this experiment's model instead of the folder's")
    .option('--weights <file>', "these weights (safetensors) instead of the folder's")
    .option(
      '--data <source>',
      "'synthetic' (as much as in the profile quick) or a folder, instead of the data of the training",
    );
  withCelebaFiles(command);
  return withJson(withEngine(command));
}

/** What the options say: the training's configuration with the model and data that were asked for instead. */
export async function resolveRun({ run, model, data, ...options }: RunArguments): Promise<TrainConfig> {
  const config = readRun(run);
  const experiment = model === undefined ? config.experiment : findExperiment(model);
  if (experiment.dataset !== config.experiment.dataset) {
    throw new UserError(
      `--model: ${experiment.title} is a model of another data set than the training in ${run}.`,
      `Choose one of ${config.experiment.dataset}.`,
    );
  }
  const { celebaPartition, celebaCache, skipCorrupt } = options;
  if (data === undefined && (celebaPartition || celebaCache || skipCorrupt)) {
    throw new UserError(
      '--celeba-partition, --celeba-cache and --skip-corrupt say how to read the folder of --data, which is not given.',
      'Add --data DIR, or leave them out.',
    );
  }
  return {
    ...config,
    experiment,
    ...(data !== undefined && {
      // Of files all; there is no such thing as all synthetic data.
      data: await resolveData({ ...options, data }, data === 'synthetic' ? quick : paper, experiment.dataset),
    }),
  } as TrainConfig;
}

/** Linear probes of a trained model. */
async function probe(train: TrainConfig, options: Arguments): Promise<ProbeResult | AttributeProbeUnitResult> {
  const { run, weights, penalty, probeTrainSize: trainSize, testSize } = options;
  const context = { directory: run, needs: [run], signal: new AbortController().signal, onProgress: () => {} };
  const own = { trainSize, penalty, ...(testSize !== undefined && { testSize }) };
  return isFacesTraining(train)
    ? runAttributeProbe({ train, ...own }, context, weights)
    : runProbe({ train, ...own }, context, weights);
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
    const { penalty } = options;
    const train = await resolveRun(options);
    const engine = await startEngine(options.backend, { threads: options.threads, purpose: 'evaluate' });
    const result = await probe(train, options);
    if (options.json) {
      io.out(JSON.stringify({ experiment: train.experiment.id, backend: engine.name, penalty, ...result }));
      return;
    }
    io.out(
      `${train.experiment.title}: ${isFacesTraining(train) ? 'mean average precision of linear probes' : 'accuracy of a linear probe'} (${result.trainSize} latents, ${result.testSize} test items, ` +
        `${penalty === 'l2' ? 'L2 penalty' : 'no penalty'})`,
    );
    for (const [variant, accuracy] of Object.entries(result.values)) {
      const cells = Object.entries(accuracy).map(([subset, value]) => `${subset} ${value.toFixed(3)}`);
      io.out(`  ${variant}: ${cells.join('  ')}`);
    }
  });
}
