import { bold } from './terminal-text.js';

/** Where a command writes: results to `out`, everything else to `log`. */
export interface Io {
  out(text: string): void;
  log(text: string): void;
  /** Standard error, for progress that rewrites its lines on a terminal. */
  readonly terminal: boolean;
  /** Makes a text stand out in standard output, if that can be. */
  strong(text: string): string;
}

/** Standard output and error of this process. */
export const processIo: Io = {
  out: (text) => void process.stdout.write(`${text}\n`),
  log: (text) => void process.stderr.write(`${text}\n`),
  terminal: process.stderr.isTTY === true,
  strong: (text) =>
    process.stdout.isTTY === true && process.stdout.hasColors() ? `${bold.on}${text}${bold.off}` : text,
};
