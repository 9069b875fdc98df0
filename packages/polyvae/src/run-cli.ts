import { type ExplainedError, isPolyvaeError } from '@polyvae/errors';
import type { SignalError } from '@polyvae/training/node';
import { type Command, CommanderError } from 'commander';
import { type Io, processIo } from './io.js';
import { createProgram } from './program.js';
import { terminalText } from './terminal-text.js';

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

/** How a training that was stopped goes on; the library, whose message this completes, knows nothing of options. */
function hintTo({ code, ...details }: ExplainedError): string | undefined {
  const saved = code === 'aborted' && (details as { checkpoint?: string }).checkpoint !== undefined;
  return saved ? 'Add --resume to the same command.' : undefined;
}

/** For people: the message of an error that explains itself, of any other where it comes from. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!isPolyvaeError(error) || process.env.POLYVAE_DEBUG) return error.stack ?? error.message;
  const { message } = error;
  const hint = error.hint ?? hintTo(error);
  return `Error: ${message}${hint && !message.includes(hint) ? `\n${hint}` : ''}`;
}

/** The exit code of a command that ended with an error. */
function exitCodeOf(error: unknown): number {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    // By its code, as all errors: the class may be another copy's.
    if (isPolyvaeError(cause) && cause.code === 'signal') return (cause as SignalError).exitCode;
  }
  return isPolyvaeError(error) && asked.has(error.code) ? 2 : 1;
}

/**
 * Runs the command line.
 * @param argv Without `node` and the script.
 * @returns The exit code: 0, 1 if something failed, 2 if the command line or a file it names is wrong, 130 or 143 if it was
 * stopped by Ctrl-C or SIGTERM.
 */
export async function runCli(argv: readonly string[], { out, log, ...rest }: Io = processIo): Promise<number> {
  const io: Io = { ...rest, out: (text) => out(terminalText(text)), log: (text) => log(terminalText(text)) };
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
