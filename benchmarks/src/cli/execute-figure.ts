import type { BenchResult } from '../bench.js';
import type { FigureSpec } from '../figure.js';
import { findProfile } from '../profiles/registry.js';
import { buildFigure, type Figure, writeFigure } from '../report/write-figure.js';
import { type BenchArguments, namedExperiments, type Selection } from './bench-arguments.js';
import { executeBench } from './execute-bench.js';
import type { Io } from './io.js';

/** A finished figure, and where it was written. */
export interface ExecutedFigure {
  readonly figure: Figure;
  readonly files: readonly string[];
  readonly result: BenchResult;
}

/** What a figure is made of: experiments, and what is done with each. */
function requestOf(spec: FigureSpec, profile: Selection['profile']): Parameters<typeof executeBench>[1] {
  const base = { profile, tables: [] };
  switch (spec.kind) {
    case 'sweep':
      return {
        ...base,
        experiments: spec.points.map(({ experiment }) => experiment),
        kinds: spec.panels.map(({ unit }) => unit),
      };
    case 'attributes':
      return {
        ...base,
        experiments: namedExperiments(spec.lines.map(({ experiment }) => experiment)),
        kinds: [spec.unit],
      };
    case 'pictures':
      return {
        ...base,
        experiments: namedExperiments(spec.panels.map(({ experiment }) => experiment)),
        kinds: ['samples', 'face-samples'],
      };
  }
}

/** Computes what a figure shows, and writes it beside the report. */
export async function executeFigure(options: BenchArguments, spec: FigureSpec, io: Io): Promise<ExecutedFigure> {
  const profile = findProfile(options.profile);
  const result = await executeBench(options, requestOf(spec, profile), io);
  const figure = await buildFigure(spec, result, profile);
  return { figure, files: await writeFigure(figure, options), result };
}
