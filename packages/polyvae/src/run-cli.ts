import { isPolyvaeError } from '@polyvae/errors';
import { SignalError } from '@polyvae/training/node';
import { type Command, CommanderError } from 'commander';
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

/** Codes of errors in what was asked for, as opposed to what happened while it was done. */
const asked = new Set(['user', 'jobs', 'argument', 'argument-type']);

/** For people: the message of an error that explains itself, of any other where it comes from. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!isPolyvaeError(error) || process.env.POLYVAE_DEBUG) return error.stack ?? error.message;
  const { message, hint } = error;
  return `Error: ${message}${hint && !message.includes(hint) ? `\n${hint}` : ''}`;
}

/** The exit code of a command that ended with an error. */
function exitCodeOf(error: unknown): number {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof SignalError) return cause.exitCode;
  }
  return isPolyvaeError(error) && asked.has(error.code) ? 2 : 1;
}

/**
 * Runs the command line.
 * @param argv Without `node` and the script.
 * @returns The exit code: 0, 1 if something failed, 2 if the command line or a file it names is wrong, 130 or 143 if it was
 * stopped by Ctrl-C or SIGTERM.
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
    return exitCodeOf(error);
  }
}
