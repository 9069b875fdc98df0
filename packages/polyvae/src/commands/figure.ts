import path from 'node:path';
import { buildFigure, figureNeeds, figures, findFigure, renderFigure, writeFigure } from '@polyvae/benchmarks';
import { Command } from 'commander';
import { type BenchArguments, withRunOptions } from '../bench-options.js';
import { requireAll } from '../errors.js';
import { execute } from '../execute.js';
import type { Io } from '../io.js';

/** `polyvae figure N`: one figure, computing what is not there yet. */
export function figureCommand(io: Io): Command {
  const list = figures.map(({ number, title }) => `  ${number.padEnd(7)}  ${title}`).join('\n');
  const command = new Command('figure')
    .description('Make one of the figures; what has not been computed yet is computed first.')
    .argument('<number>', `the figure: ${figures.map(({ number }) => number).join(', ')}`)
    .addHelpText(
      'after',
      `
Figures:
${list}

Sweeps train a model for every value on the axis. Files go beside the report: SVG and HTML, and of numbers Markdown, CSV and JSON.

Examples:
  polyvae figure 1
  polyvae figure 5 --profile standard --seeds 3`,
    );
  return withRunOptions(command).action(async (number: string, options: BenchArguments) => {
    const spec = findFigure(number);
    const run = await execute(options, [figureNeeds(spec)], io);
    const finished = buildFigure(spec, run);
    const files = await writeFigure(finished, run, options);
    if (options.json) io.out(JSON.stringify({ ...finished, files }));
    else io.out(renderFigure(finished));
    io.log(`\n${files.map((file) => path.resolve(file)).join('\n')}`);
    requireAll(run.outcomes);
  });
}
