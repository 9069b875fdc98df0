import path from 'node:path';
import {
  buildFigure,
  buildTables,
  contextOfRun,
  type FigureSpec,
  figureNeeds,
  figures,
  findFigure,
  findTable,
  isOfPaper,
  jobKinds,
  jobsOfTable,
  measuringJob,
  needsNoExtraWork,
  type Run,
  renderTerminals,
  runsWhole,
  showingJobs,
  writeFigure,
  writeReport,
} from '@polyvae/benchmarks';
import { Command } from 'commander';
import { type BenchArguments, profileOf, selectExperiments, tablesOf, withBenchOptions } from '../bench-options.js';
import { requireAll, StoppedError } from '../errors.js';
import { execute } from '../execute.js';
import type { Io } from '../io.js';
import { nextSteps } from '../next-steps.js';
import { withData } from '../with-data.js';

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
Finished jobs are reused and labelled so; a run that was stopped goes on where it was.

Examples:
  polyvae bench                                  ten models on synthetic data, reduced schedule: minutes
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
      'these figures, or all of them; sweeps train many more models (default: those that show what is computed anyway; under paper all)',
    )
    .option('--no-figures', 'no figures');
  return withBenchOptions(command).action(async (options: BenchArguments & { figures?: boolean | string[] }) => {
    const profile = profileOf(options);
    const wanted = withData(profile.tables.map(findTable), options, io);
    const experiments = selectExperiments(options, profile, wanted);
    const tables = tablesOf(wanted, experiments);
    const measured = tables.flatMap(jobsOfTable).map(measuringJob);
    // What no table shows is evaluated in every way that its data set has, for the report.
    const kinds = tables.length > 0 ? [...showingJobs, ...measured] : jobKinds;
    // The whole schedule stands for the whole paper.
    const isWhole = runsWhole(profile) && profile.epochs === undefined && options.only === undefined;
    const asked = figuresOf(
      options.figures,
      (spec) => (isWhole && isOfPaper(spec)) || needsNoExtraWork(spec, experiments, kinds),
    );
    const specs = options.figures === undefined && !isWhole ? asked : withData(asked, options, io);
    let run: Run;
    try {
      run = await execute(options, [{ experiments, kinds }, ...specs.map(figureNeeds)], io);
    } catch (error) {
      const reached = error instanceof StoppedError ? error.reached?.only(experiments) : undefined;
      // Sweeps take long: what the tables show is reported if only they were stopped.
      const own = reached?.outcomes.filter(({ job }) => kinds.some(({ kind }) => kind === job.kind.kind));
      if (reached && own?.every(({ record }) => record)) {
        await writeReport(reached, { out: options.out, tables: buildTables(tables, reached) });
      }
      throw error;
    }
    const shown = run.only(experiments);
    const finished = buildTables(tables, shown);
    const { out } = options;
    // The report takes longer than the tables, which need not wait for it.
    if (!options.json && finished.length > 0) {
      io.out(`\n${renderTerminals(finished, { context: contextOfRun(shown), strong: io.strong })}`);
    }
    const made = specs.map((spec) => buildFigure(spec, run));
    const written: string[] = [];
    for (const figure of made) written.push(...(await writeFigure(figure, run, { out })));
    const files = await writeReport(shown, { out, tables: finished, figures: made });
    if (options.json) io.out(JSON.stringify({ tables: finished, report: files, figures: written }));
    io.log(`\nReport: ${path.resolve(files.html)}\n        ${path.resolve(files.markdown)}`);
    if (made.length > 0) {
      const numbers = made.map(({ number }) => number).join(', ');
      io.log(`Figures ${numbers}: in it, and beside it as figure-N.svg and .html; of numbers .md, .csv and .json too`);
    }
    for (const line of nextSteps(run)) io.log(line);
    requireAll(run.outcomes);
  });
}
