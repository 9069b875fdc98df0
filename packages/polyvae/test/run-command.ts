import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCli } from '../src/run-cli.js';

/** Runs the command in this process, and collects what it writes. */
export async function run(...argv: string[]): Promise<{ code: number; out: string; log: string }> {
  const out: string[] = [];
  const log: string[] = [];
  const io = {
    out: (text: string) => void out.push(text),
    log: (text: string) => void log.push(text),
    terminal: false,
    strong: String,
  };
  const code = await runCli(argv, io);
  return { code, out: out.join('\n'), log: log.join('\n') };
}

/** A new, empty folder. */
export const folder = (): string => mkdtempSync(path.join(tmpdir(), 'polyvae-'));

/** Options of a training of two tiny steps. */
export const tiny = ['--profile', 'smoke', '--backend', 'onnx'] as const;
