import { UserError } from '@polyvae/benchmarks';
import { JobsError } from '@polyvae/jobs';
import { type Command, CommanderError } from 'commander';
import { StoppedError } from './errors.js';
import { type Io, processIo } from './io.js';
import { createProgram } from './program.js';

function prepare(command: Command, io: Io): void {
  command.exitOverride();
  command.configureOutput({
    writeOut: (text) => io.out(text.trimEnd()),
    writeErr: (text) => io.log(text.trimEnd()),
  });
  for (const child of command.commands) prepare(child, io);
}

/** Errors of the packages whose message says all that the user needs. */
const expected = new Set([
  'UserError',
  'DataFileError',
  'DownloadError',
  'CheckpointError',
  'SafetensorsError',
  'ConfigurationError',
  'BatchError',
  'ShapeError',
  'NonFiniteError',
  'AbortError',
  'StoppedError',
  'FailedJobsError',
  'JobsError',
  'WriteError',
  'LogError',
  'RangeError',
]);

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!expected.has(error.name) || process.env.POLYVAE_DEBUG) return error.stack ?? error.message;
  const hint = error instanceof UserError && error.hint ? `\n${error.hint}` : '';
  return `Error: ${error.message}${hint}`;
}

/** Whether what was under way was stopped by a signal: trainings and evaluations throw what aborted them. */
function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/**
 * Runs the command line.
 * @param argv Without `node` and the script.
 * @returns The exit code: 0, 1 if something failed, 2 if the command line or a file it names is wrong, 130 if stopped.
 */
export async function runCli(argv: readonly string[], io: Io = processIo): Promise<number> {
  const program = createProgram(io);
  prepare(program, io);
  try {
    if (argv.length === 0) {
      program.outputHelp();
      return 0;
    }
    await program.parseAsync(argv, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    io.log(describe(error));
    if (error instanceof StoppedError || isAbort(error)) return 130;
    return error instanceof UserError || error instanceof JobsError ? 2 : 1;
  }
}
