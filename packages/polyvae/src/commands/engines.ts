import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { backendNames } from '@polyvae/benchmarks';
import { Command } from 'commander';
import { markdownTable } from 'markdown-table';
import type { Io } from '../io.js';
import { integer, withJson } from '../options.js';

/** What an engine can do here. */
interface EngineReport {
  readonly engine: string;
  /** Whether a step was taken on it. */
  readonly trains: boolean;
  /** Median milliseconds of a step. */
  readonly milliseconds?: number;
  /** Why it does not train here. */
  readonly reason?: string;
}

/** Plain JavaScript takes half a minute for a step, so that one must do. */
const steps: Readonly<Record<string, readonly string[]>> = { cpu: ['--steps', '1', '--warm-up', '0'] };

const bin = fileURLToPath(new URL('../../bin/polyvae.js', import.meta.url));

/** The reason in what a command that failed wrote: the first sentence of its error. */
function reasonIn(log: string): string {
  const line = log.split('\n').find((text) => text.startsWith('Error: ')) ?? log.trim().split('\n')[0] ?? '';
  return line.replace('Error: ', '').replace(/^The backend '[a-z-]+' cannot be used here: /, '');
}

/** Takes some steps on an engine in a process of its own: a process has one engine. */
async function measure(engine: string, batch: number): Promise<EngineReport> {
  const counted = steps[engine] ?? ['--steps', '5', '--warm-up', '3'];
  const argv = [bin, 'step', '--backend', engine, '--batch', String(batch), ...counted, '--json'];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, argv);
    const { msPerStep } = JSON.parse(stdout) as { msPerStep: { median: number } };
    return { engine, trains: true, milliseconds: msPerStep.median };
  } catch (error) {
    return { engine, trains: false, reason: reasonIn((error as { stderr?: string }).stderr ?? String(error)) };
  }
}

/** `polyvae engines`: what can compute here, and how fast. */
export function enginesCommand(io: Io): Command {
  const engines = backendNames.filter((name) => name !== 'auto');
  const command = new Command('engines')
    .description('Take a few training steps on every engine: which are there, which train, and how fast.')
    .argument('[names...]', `these engines: ${engines.join(', ')} (default: all)`)
    .option('--batch <n>', 'items in a batch', integer(1), 32)
    .addHelpText(
      'after',
      `
A step is mmJSD's on synthetic digits, with all threads. The engine cpu takes half a minute or more for one.

Examples:
  polyvae engines
  polyvae engines onnx onnx-web --batch 256`,
    );
  return withJson(command).action(async (names: string[], { batch, json }: { batch: number; json: boolean }) => {
    const unknown = names.find((name) => !(engines as readonly string[]).includes(name));
    if (unknown !== undefined) {
      command.error(`error: unknown engine '${unknown}'\nExpected ${engines.join(', ')}.`);
    }
    const reports: EngineReport[] = [];
    for (const engine of engines) {
      if (names.length > 0 && !names.includes(engine)) continue;
      io.log(`${engine} …`);
      reports.push(await measure(engine, batch));
    }
    if (json) {
      io.out(JSON.stringify({ batch, engines: reports }));
      return;
    }
    const rows = reports.map(({ engine, trains, milliseconds }) => [
      engine,
      trains ? 'yes' : 'no',
      milliseconds?.toFixed(milliseconds < 100 ? 1 : 0) ?? '–',
    ]);
    io.out(markdownTable([['engine', 'trains', `ms a step of ${batch}`], ...rows], { align: ['l', 'l', 'r'] }));
    for (const { engine, reason } of reports) if (reason !== undefined) io.out(`${engine}: ${reason}`);
  });
}
