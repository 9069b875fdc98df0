import path from 'node:path';
import { Command } from 'commander';
import type { BenchResult } from '../../bench.js';
import type { FigureSpec } from '../../figure.js';
import { figureRequest, isBesides } from '../../figures/figure-request.js';
import { figures, findFigure } from '../../figures/registry.js';
import { unitsOf } from '../../plan.js';
import { renderTerminals } from '../../render/terminal.js';
import { buildFigure, type Figure, writeFigure } from '../../report/write-figure.js';
import { writeReport } from '../../report/write-report.js';
import { unitsOfTable } from '../../table.js';
import { findTable } from '../../tables/registry.js';
import { type BenchArguments, profileOf, selectExperiments, tablesOf, withBenchOptions } from '../bench-arguments.js';
import { executeBench } from '../execute-bench.js';
import { FailedUnitsError } from '../failed-units-error.js';
import type { Io } from '../io.js';
import { StoppedError } from '../stopped-error.js';
import { figuresWithData, tablesWithData } from '../tables-with-data.js';

/** The figures that `--figures` asks for; without it those that are wanted in any case. */
function figuresOf(
  asked: boolean | string[] | undefined,
  isWanted: (spec: FigureSpec) => boolean,
): readonly FigureSpec[] {
  if (asked === undefined) return figures.filter(isWanted);
  if (typeof asked === 'boolean') return asked ? figures : [];
  return asked.map(findFigure);
}

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
  polyvae bench --figures 1 5                    and these figures
  polyvae bench --data DIR                       the same on the files in DIR/mnist, DIR/svhn and DIR/celeba
  polyvae bench --profile paper --data DIR       the full schedule; its cost is printed before it starts
  polyvae bench --only mmjsd mmvae --seeds 3     two models, three seeds
  polyvae bench --only mmjsd-ms --epochs 150     one model, trained for longer
  polyvae bench --executor slurm --slurm-options '--time=12:00:00 --cpus-per-task=4'`,
    );
  command
    .option(
      '--figures [numbers...]',
      'these figures, or all of them; 3, 5 and 6 train many more models (default: those that show what is computed anyway; under paper all)',
    )
    .option('--no-figures', 'no figures');
  return withBenchOptions(command).action(async (options: BenchArguments & { figures?: boolean | string[] }) => {
    const profile = profileOf(options);
    const wanted = tablesWithData(profile.tables.map(findTable), options, io);
    const selection = selectExperiments(options, wanted);
    const tables = tablesOf(wanted, selection.experiments);
    const kinds = ['samples', 'latent-space', 'face-samples'] as const;
    const known = [...kinds, ...tables.flatMap(unitsOfTable).filter((unit) => unit !== 'train')];
    // The whole schedule stands for the whole paper.
    const isWhole = !(profile.schedule ?? profile.epochs ?? options.only);
    const asked = figuresOf(options.figures, (spec) => isWhole || isBesides(spec, selection.experiments, known));
    const specs = options.figures === undefined && !isWhole ? asked : figuresWithData(asked, options, io);
    const request = { ...selection, tables, kinds, figures: specs.map(figureRequest) };
    let result: BenchResult;
    try {
      result = await executeBench(options, request, io);
    } catch (error) {
      const reached = error instanceof StoppedError ? error.reached : undefined;
      // Sweeps take long: what the tables show is reported if only they were stopped.
      if (reached && unitsOf(reached.plan).every((unit) => reached.outcome(unit).record)) {
        await writeReport(reached, { ...options, figures: [] });
      }
      throw error;
    }
    const made: Figure[] = [];
    const written: string[] = [];
    for (const [i, spec] of specs.entries()) {
      const figure = await buildFigure(spec, result.figures[i]!, profile);
      made.push(figure);
      written.push(...(await writeFigure(figure, options)));
    }
    const files = await writeReport(result, { ...options, figures: made });
    if (options.json) io.out(JSON.stringify({ tables: result.tables, report: files, figures: written }));
    else io.out(`\n${renderTerminals(result.tables)}`);
    io.log(`\nReport: ${path.resolve(files.html)}\n        ${path.resolve(files.markdown)}`);
    if (made.length > 0) {
      const numbers = made.map(({ number }) => number).join(', ');
      io.log(`Figures ${numbers}: in it, and beside it as figure-N.svg and .html; of numbers .md, .csv and .json too`);
    }
    if (result.outcomes.some(({ record }) => !record)) throw new FailedUnitsError(result.outcomes);
  });
}
