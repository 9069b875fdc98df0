import { type Command, Option } from 'commander';
import { type DataSpec, describeFiles } from '../data.js';
import { backendNames } from '../engines/engine.js';
import type { Profile } from '../profile.js';
import { UserError } from '../user-error.js';
import { integer } from './number-options.js';

/** `--backend` and `--threads`. */
export interface EngineArguments {
  readonly backend: (typeof backendNames)[number];
  readonly threads?: number;
}

/** Adds `--backend` and `--threads`. */
export function withEngine(command: Command): Command {
  return command
    .addOption(
      new Option('--backend <name>', 'engine; auto: node-gpu if installed and it sees a GPU, else onnx')
        .choices(backendNames)
        .default('auto'),
    )
    .option('--threads <n>', 'threads of the engine (default: all cores)', integer(1));
}

/** Adds `--json`. */
export function withJson(command: Command): Command {
  return command.option('--json', 'print only JSON on standard output', false);
}

/** Adds `--data`. */
export function withData(command: Command): Command {
  return command.option(
    '--data <source>',
    "'synthetic', or a folder with mnist/ and svhn/ (the official files)",
    'synthetic',
  );
}

/** The data that `--data` names, in the sizes of a profile. */
export async function resolveData(source: string, profile: Profile): Promise<DataSpec> {
  const { dataSeed: seed, synthetic, realTestSize: testSize } = profile;
  if (source !== 'synthetic') return describeFiles(source, { seed, ...(testSize !== undefined && { testSize }) });
  if (synthetic) return { kind: 'synthetic', seed, ...synthetic };
  throw new UserError(
    `The profile '${profile.name}' runs on the official files only.`,
    'Give their folder with --data DIR, or get them with: polyvae data download --out DIR',
  );
}
