import { Command } from 'commander';
import { renderTable, tableFormats } from '../../render/formats.js';
import { choices } from '../../suggest.js';
import { findTable } from '../../tables/registry.js';
import { UserError } from '../../user-error.js';
import { type BenchArguments, withBenchOptions } from '../bench-arguments.js';
import { executeBench } from '../execute-bench.js';
import { FailedUnitsError } from '../failed-units-error.js';
import type { Io } from '../io.js';

/** `polyvae table N`: one table, computing what is not there yet. */
export function tableCommand(io: Io): Command {
  const command = new Command('table')
    .description('Print one of the tables; what has not been computed yet is computed first.')
    .argument('<number>', 'the table, e.g. 1')
    .option('--format <name>', `one of ${tableFormats.join(', ')}`, 'text')
    .addHelpText(
      'after',
      `
Examples:
  polyvae table 1
  polyvae table 1 --format csv > table-1.csv
  polyvae table 1 --only mmjsd --json`,
    );
  return withBenchOptions(command).action(async (number: string, options: BenchArguments & { format: string }) => {
    const spec = findTable(number);
    if (!tableFormats.includes(options.format)) {
      throw new UserError(`Unknown table format '${options.format}'.`, choices(options.format, tableFormats));
    }
    const result = await executeBench(options, [spec], io);
    for (const table of result.tables) io.out(renderTable(table, options.json ? 'json' : options.format));
    if (result.outcomes.some(({ record }) => !record)) throw new FailedUnitsError(result.outcomes);
  });
}
