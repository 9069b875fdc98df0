import path from 'node:path';
import { Command } from 'commander';
import { figures, findFigure } from '../../figures/registry.js';
import { renderAttributesMarkdown } from '../../render/attributes.js';
import { renderSweepMarkdown } from '../../render/sweep.js';
import { type BenchArguments, withRunOptions } from '../bench-arguments.js';
import { executeFigure } from '../execute-figure.js';
import { FailedUnitsError } from '../failed-units-error.js';
import type { Io } from '../io.js';

/** `polyvae figure N`: one figure, computing what is not there yet. */
export function figureCommand(io: Io): Command {
  const list = figures.map(({ number, title }) => `  ${number}  ${title}`).join('\n');
  const command = new Command('figure')
    .description('Make one of the figures; what has not been computed yet is computed first.')
    .argument('<number>', `the figure: ${figures.map(({ number }) => number).join(', ')}`)
    .addHelpText(
      'after',
      `
Figures:
${list}

Figures 3, 5 and 6 train a model for every value on the axis. Files go beside the report: SVG and HTML, and for these three,
8 and 9 Markdown, CSV and JSON.

Examples:
  polyvae figure 1
  polyvae figure 5 --profile standard --seeds 3`,
    );
  return withRunOptions(command).action(async (number: string, options: BenchArguments) => {
    const { figure, files, result } = await executeFigure(options, findFigure(number), io);
    if (options.json) io.out(JSON.stringify({ ...figure, files }));
    else if (figure.sweep) io.out(renderSweepMarkdown(figure.sweep));
    else if (figure.attributes) io.out(renderAttributesMarkdown(figure.attributes));
    else io.out([`Figure ${number}. ${figure.title}`, ...figure.notes.map((note) => `  ${note}`)].join('\n'));
    io.log(`\n${files.map((file) => path.resolve(file)).join('\n')}`);
    if (result.outcomes.some(({ record }) => !record)) throw new FailedUnitsError(result.outcomes);
  });
}
