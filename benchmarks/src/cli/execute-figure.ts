import type { BenchResult } from '../bench.js';
import type { FigureSpec } from '../figure.js';
import { figureRequest } from '../figures/figure-request.js';
import { buildFigure, type Figure, writeFigure } from '../report/write-figure.js';
import { type BenchArguments, profileOf } from './bench-arguments.js';
import { executeBench } from './execute-bench.js';
import type { Io } from './io.js';

/** A finished figure, and where it was written. */
export interface ExecutedFigure {
  readonly figure: Figure;
  readonly files: readonly string[];
  readonly result: BenchResult;
}

/** Computes what a figure shows, and writes it beside the report. */
export async function executeFigure(options: BenchArguments, spec: FigureSpec, io: Io): Promise<ExecutedFigure> {
  const profile = profileOf(options);
  const result = await executeBench(options, { profile, tables: [], ...figureRequest(spec) }, io);
  const figure = await buildFigure(spec, result, profile);
  return { figure, files: await writeFigure(figure, options), result };
}
