import { type BackendName, backendNames, type DataSource, datasets, recipeNames } from '@polyvae/benchmarks';
import { type Command, InvalidArgumentError, Option } from 'commander';

/** Parser for an option that takes an integer of at least `least`. */
export function integer(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least) {
      throw new InvalidArgumentError(`Expected an integer ≥ ${least}.`);
    }
    return value;
  };
}

/** Parser for an option that takes a positive number. */
export function positive(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('Expected a positive number.');
  return value;
}

/** Those of some values that there are. */
export function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** `--backend` and `--threads`. */
export interface EngineArguments {
  readonly backend: BackendName;
  readonly threads?: number;
}

/** Adds `--backend` and `--threads`. */
export function withEngine(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--backend <name>',
        'engine; auto: node-gpu if installed and it sees a GPU, else onnx (or onnx-web, if onnxruntime-web is installed, where its native library does not load); polyvae engines lists them',
      )
        .choices(backendNames)
        .default('auto'),
    )
    .option('--threads <n>', 'threads of the engine (default: all cores)', integer(1));
}

/** Adds `--json`. */
export function withJson(command: Command): Command {
  return command.option('--json', 'print only JSON on standard output', false);
}

/** `--data`, and the options that are single data sets' own. */
export interface DataArguments {
  readonly data: string;
}

/** Adds the options that are single data sets' own. */
export function withFileOptions(command: Command): Command {
  for (const { options = [] } of datasets) {
    for (const { flags, description } of options) command.option(flags, description);
  }
  return command;
}

/** Adds `--data` and the options that are single data sets' own. */
export function withData(command: Command): Command {
  const folders = datasets.map((dataset) => dataset.folders.map((folder) => `${folder}/`).join(' and ')).join(', ');
  return withFileOptions(
    command.option('--data <source>', `'synthetic', or a folder with ${folders} (the official files)`, 'synthetic'),
  );
}

/** `--recipe`. */
export function recipeOption(): Option {
  return new Option(
    '--recipe <name>',
    "how models start and learn; paper: as published (default: the profile's)",
  ).choices(recipeNames);
}

/** `--dataset`. */
export function datasetOption(): Option {
  return new Option('--dataset <name>', 'which data set')
    .choices(datasets.map(({ name }) => name))
    .default(datasets[0].name);
}

/** Options that are single data sets' own, as they were given. */
export function fileOptions(options: object): NonNullable<DataSource['own']> {
  const names = new Set(datasets.flatMap(({ options: own = [] }) => own.map(({ name }) => name)));
  return Object.fromEntries(Object.entries(given(options)).filter(([name]) => names.has(name)));
}

/** Where data come from, as the options say. */
export function dataSource(options: DataArguments): DataSource {
  return { source: options.data, own: fileOptions(options) };
}
