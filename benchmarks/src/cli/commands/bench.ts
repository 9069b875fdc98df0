import path from 'node:path';
import { Command } from 'commander';
import { figures, findFigure } from '../../figures/registry.js';
import { findProfile } from '../../profiles/registry.js';
import { renderTerminals } from '../../render/terminal.js';
import { type ReportFiles, writeReport } from '../../report/write-report.js';
import { findTable } from '../../tables/registry.js';
import { type BenchArguments, selectExperiments, tablesOf, withBenchOptions } from '../bench-arguments.js';
import { executeBench } from '../execute-bench.js';
import { type ExecutedFigure, executeFigure } from '../execute-figure.js';
import { FailedUnitsError } from '../failed-units-error.js';
import type { Io } from '../io.js';
import { figuresWithData, tablesWithData } from '../tables-with-data.js';

/** `polyvae bench`: train, evaluate, print the tables, write the report. */
export function benchCommand(io: Io): Command {
  const command = new Command('bench')
    .description('Train and evaluate the models, print the tables beside the published values, and write a report.')
    .addHelpText(
      'after',
      `
Finished work units are reused and labelled so; a run that was stopped goes on where it was.

Examples:
  polyvae bench                                  nine models on synthetic data, reduced schedule: minutes
  polyvae bench --figures 1 4                    and two figures
  polyvae bench --data DIR                       the same on the files in DIR/mnist, DIR/svhn and DIR/celeba
  polyvae bench --profile paper --data DIR       the full schedule; its cost is printed before it starts
  polyvae bench --only mmjsd mmvae --seeds 3     two models, three seeds
  polyvae bench --executor slurm --slurm-options '--time=12:00:00 --cpus-per-task=4'`,
    );
  command.option('--figures [numbers...]', 'also these figures, or all of them; 3, 5 and 6 train many more models');
  return withBenchOptions(command).action(async (options: BenchArguments & { figures?: true | string[] }) => {
    const named = options.figures === true ? figures : (options.figures ?? []).map(findFigure);
    const asked = figuresWithData(named, options, io);
    const wanted = tablesWithData(findProfile(options.profile).tables.map(findTable), options, io);
    const selection = selectExperiments(options, wanted);
    const tables = tablesOf(wanted, selection.experiments);
    const kinds = ['samples', 'latent-space', 'face-samples'] as const;
    const result = await executeBench(options, { ...selection, tables, kinds }, io);
    const made: ExecutedFigure[] = [];
    let files: ReportFiles;
    try {
      for (const spec of asked) made.push(await executeFigure(options, spec, io));
    } finally {
      // What is done is shown even if a figure is stopped midway.
      files = await writeReport(result, { ...options, figures: made.map(({ figure }) => figure) });
    }
    const written = made.flatMap((one) => one.files);
    if (options.json) io.out(JSON.stringify({ tables: result.tables, report: files, figures: written }));
    else io.out(`\n${renderTerminals(result.tables)}`);
    io.log(`\nReport: ${path.resolve(files.html)}\n        ${path.resolve(files.markdown)}`);
    for (const file of written) io.log(`        ${path.resolve(file)}`);
    const outcomes = [result, ...made.map((one) => one.result)].flatMap((one) => one.outcomes);
    if (outcomes.some(({ record }) => !record)) throw new FailedUnitsError(outcomes);
  });
}
