import {
  buildTables,
  choices,
  findTable,
  jobsOfTable,
  measuringJob,
  renderTable,
  stringsTables,
  tableFormats,
  tables,
  UserError,
} from '@polyvae/benchmarks';
import { Command } from 'commander';
import { type BenchArguments, profileOf, selectExperiments, tablesOf, withBenchOptions } from '../bench-options.js';
import { requireAll } from '../errors.js';
import { execute } from '../execute.js';
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
    const experiments = selectExperiments(options, profileOf(options), [spec]);
    if (tablesOf([spec], experiments).length === 0) {
      const rows = [...new Set(spec.rows.map(({ experiment }) => experiment.replace(/^mst-/, '')))];
      throw new UserError(`Table ${number} has no row of ${options.only!.join(', ')}.`, `Its rows: ${rows.join(', ')}`);
    }
    const run = await execute(options, [{ experiments, kinds: jobsOfTable(spec).map(measuringJob) }], io);
    for (const table of buildTables([spec], run)) io.out(renderTable(table, options.json ? 'json' : options.format));
    return requireAll(run.outcomes);
  });
}
