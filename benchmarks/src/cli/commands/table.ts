import { Command } from 'commander';
import { renderTable, tableFormats } from '../../render/formats.js';
import { choices } from '../../suggest.js';
import { findTable, stringsTables, tables } from '../../tables/registry.js';
import { UserError } from '../../user-error.js';
import { type BenchArguments, selectExperiments, tablesOf, withBenchOptions } from '../bench-arguments.js';
import { executeBench } from '../execute-bench.js';
import { FailedUnitsError } from '../failed-units-error.js';
import type { Io } from '../io.js';
import { printStrings } from '../print-strings.js';

/** `polyvae table N`: one table, computing what is not there yet. */
export function tableCommand(io: Io): Command {
  const command = new Command('table')
    .description('Print one of the tables; what has not been computed yet is computed first.')
    .argument('<number>', `the table: ${[...tables, ...stringsTables].map((table) => table.number).join(', ')}`)
    .option('--format <name>', `one of ${tableFormats.join(', ')}`, 'text')
    .addHelpText(
      'after',
      `
Examples:
  polyvae table 1
  polyvae table 2 --format latex > table-2.tex
  polyvae table 4 --only mmvae mmjsd --json
  polyvae table 13 --only mmvae mmvae-i30      with the row that profiles leave out, since it takes long`,
    );
  return withBenchOptions(command).action(async (number: string, options: BenchArguments & { format: string }) => {
    if (!tableFormats.includes(options.format)) {
      throw new UserError(`Unknown table format '${options.format}'.`, choices(options.format, tableFormats));
    }
    const strings = stringsTables.find((one) => one.number === number);
    if (strings) return printStrings(strings, options, io);
    const spec = findTable(number);
    const selection = selectExperiments(options, [spec]);
    if (tablesOf([spec], selection.experiments).length === 0) {
      const rows = [...new Set(spec.rows.map(({ experiment }) => experiment.replace(/^mst-/, '')))];
      throw new UserError(`Table ${number} has no row of ${options.only!.join(', ')}.`, `Its rows: ${rows.join(', ')}`);
    }
    const result = await executeBench(options, { ...selection, tables: [spec] }, io);
    for (const table of result.tables) io.out(renderTable(table, options.json ? 'json' : options.format));
    if (result.outcomes.some(({ record }) => !record)) throw new FailedUnitsError(result.outcomes);
    return undefined;
  });
}
