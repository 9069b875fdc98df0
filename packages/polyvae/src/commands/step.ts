import {
  type DataSpec,
  dataSpec,
  findDataset,
  findExperiment,
  findProfile,
  measureSteps,
  requireDrawingFits,
  requireTrainingFits,
  startEngine,
  UserError,
} from '@polyvae/benchmarks';
import { Command } from 'commander';
import type { Io } from '../io.js';
import { openWithProgress } from '../open-with-progress.js';
import {
  type DataArguments,
  dataSource,
  type EngineArguments,
  integer,
  withData,
  withEngine,
  withJson,
} from '../options.js';

interface Arguments extends EngineArguments, DataArguments {
  readonly model: string;
  readonly batch: number;
  readonly steps: number;
  readonly warmUp: number;
  readonly seed: number;
  readonly width?: number;
  readonly json: boolean;
}

/** Real files whole; of synthetic data a few batches. */
async function dataOf(options: Arguments, dataset: string): Promise<DataSpec> {
  const { data, batch, seed } = options;
  const profile = findProfile(data === 'synthetic' ? 'quick' : 'paper');
  const spec = await dataSpec(findDataset(dataset), profile, dataSource(options));
  return spec.source === 'synthetic' ? { ...spec, seed, trainSize: 4 * batch, testSize: 1 } : spec;
}

/** `polyvae step`: how long a training step takes. */
export function stepCommand(io: Io): Command {
  const command = new Command('step')
    .description('Measure a training step, from the batch in memory to updated weights and the loss read.')
    .option('--model <name>', 'experiment, e.g. mmjsd or mvae-ms', 'mmjsd')
    .option('--batch <n>', 'items in a batch', integer(1), 256)
    .option('--steps <n>', 'steps to time', integer(1), 30)
    .option('--width <n>', "width of residual networks (CelebA's) instead of 128", integer(1))
    .option('--warm-up <n>', 'steps before, not timed', integer(0), 5)
    .option('--seed <n>', 'seed of data, weights and noise', integer(0), 1)
    .addHelpText(
      'after',
      `
Synthetic items are drawn before; files are read as in training. Assembling the batch, the noise and reading the
loss count; the warm-up does not.

Examples:
  polyvae step --model mmjsd --batch 256 --steps 30 --backend onnx --json
  polyvae step --model celeba-mmjsd --batch 64 --width 32 --steps 5
  polyvae step --model celeba-mmjsd --batch 64 --data DIR`,
    );
  return withJson(withEngine(withData(command))).action(async (options: Arguments) => {
    const { batch: batchSize, steps, warmUp, seed, width } = options;
    const found = findExperiment(options.model);
    if (width !== undefined && found.width === undefined) {
      throw new UserError(`--width is for models of residual networks, not for ${found.title}.`, 'Leave it out.');
    }
    const experiment = width === undefined ? found : { ...found, width };
    const engine = await startEngine(options.backend, { threads: options.threads, purpose: 'train' });
    const data = await dataOf(options, experiment.dataset);
    const dataset = findDataset(experiment.dataset);
    requireDrawingFits(data);
    const { train } = await openWithProgress(data, io);
    requireTrainingFits(experiment, dataset.data, { train, batchSize });
    const timing = await measureSteps(experiment, data, { batchSize, steps, warmUp, seed });
    const round = (value: number): number => Number(value.toFixed(3));
    const { median, min, p90 } = timing.msPerStep;
    if (options.json) {
      const msPerStep = { median: round(median), min: round(min), p90: round(p90) };
      io.out(JSON.stringify({ ...timing, msPerStep, model: experiment.id, backend: engine.name }));
      return;
    }
    io.out(
      `${experiment.title}, batch ${batchSize}, ${engine.description}: ` +
        `median ${median.toFixed(1)} ms a step (min ${min.toFixed(1)}, p90 ${p90.toFixed(1)}; ` +
        `${steps} steps after ${warmUp} of warm-up; ${(100 * timing.dataShare).toFixed(1)} % of it assembles batches), loss ${timing.loss.first.toFixed(1)} → ${timing.loss.last.toFixed(1)}`,
    );
  });
}
