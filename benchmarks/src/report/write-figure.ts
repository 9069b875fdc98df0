import path from 'node:path';
import { writeFileAtomic } from '@polyvae/training/node';
import type { FigureResult } from '../bench.js';
import { buildAttributes } from '../build-attributes.js';
import { buildSweep } from '../build-sweep.js';
import type { DataSpecs } from '../data/data-spec.js';
import { evaluationReductions } from '../evaluation-reductions.js';
import type { AttributesFigure, AttributesSpec, FigureSpec, PicturesSpec, Sweep, SweepSpec } from '../figure.js';
import { makeFolder } from '../make-folder.js';
import type { Profile } from '../profile.js';
import { attributesNotes, renderAttributesCsv, renderAttributesMarkdown } from '../render/attributes.js';
import { escapeHtml } from '../render/escape-html.js';
import { contextNotes } from '../render/notes.js';
import { renderSweepCsv, renderSweepMarkdown, sweepNotes } from '../render/sweep.js';
import { minuteOf } from '../runner/unit-status.js';
import type { TableContext, TableUnitKind } from '../table.js';
import type { FaceSamplesResult } from '../units/face-samples.js';
import type { SamplesResult } from '../units/samples.js';
import { attributesChart } from './charts/attributes-chart.js';
import { sweepChart } from './charts/sweep-chart.js';
import type { PictureRow } from './picture-grid.js';
import { picturePanels } from './picture-panels.js';

/** A finished figure. */
export interface Figure {
  readonly number: string;
  readonly title: string;
  readonly caption: string;
  /** Inline pictures for a page that defines the colours of charts. */
  readonly svg: string;
  /** What it was made with, one sentence each. */
  readonly notes: readonly string[];
  /** The numbers, of a figure that has some. */
  readonly sweep?: Sweep;
  readonly attributes?: AttributesFigure;
}

/** Colours of a chart that is looked at by itself. */
const colours =
  '<style>svg{--ink:#1c2430;--grid:#d5dae1;--line-1:#2457c5;--line-2:#c2560c;--line-3:#12703b;--line-4:#8a3fb0;' +
  '--line-5:#a1740b;--line-6:#0d7a86;background:#fff;color:#1c2430}</style>';

function picturesOf(spec: PicturesSpec, result: FigureResult): { svg: string; remarks: string[] } {
  const remarks: string[] = [];
  const panels = spec.panels.flatMap(({ title, experiment, pictures }) => {
    const planned = result.plan.filter((one) => one.experiment.id === experiment);
    const unit = planned.flatMap(({ units }) => units.samples ?? units['face-samples'] ?? [])[0];
    if (!unit) return [];
    const outcome = result.outcome(unit);
    const drawn = (outcome.record?.result as SamplesResult | FaceSamplesResult | undefined)?.pictures;
    const own = (drawn as Partial<Record<string, readonly PictureRow[]>> | undefined)?.[pictures];
    if (outcome.state === 'reused') remarks.push(`Reused, computed ${minuteOf(outcome.record!.computedAt)}: ${title}.`);
    if (!own) remarks.push(`Missing: ${title}: ${outcome.reason ?? outcome.state}`);
    return own ? [{ title, rows: own }] : [];
  });
  return { svg: picturePanels(panels, spec.title), remarks };
}

/** The context of a figure's numbers: what is reduced in the evaluations too. */
function contextOf(result: FigureResult, profile: Profile, kinds: readonly TableUnitKind[]): TableContext {
  const { context, facts, plan } = result;
  const { experiment, units } = plan[0]!;
  const data: DataSpecs = { [experiment.dataset]: units.train.config.data };
  const own = kinds.flatMap((kind) => evaluationReductions(profile, kind, data, facts));
  return { ...context, reductions: [...new Set([...context.reductions, ...own])] };
}

async function attributesOf(spec: AttributesSpec, result: FigureResult, profile: Profile): Promise<Figure> {
  const context = contextOf(result, profile, [spec.unit]);
  const attributes = buildAttributes(spec, result.plan, result.outcomes, context);
  return { ...pick(spec), svg: await attributesChart(attributes), notes: attributesNotes(attributes), attributes };
}

async function sweepOf(spec: SweepSpec, result: FigureResult, profile: Profile): Promise<Figure> {
  const context = contextOf(
    result,
    profile,
    spec.panels.map(({ unit }) => unit),
  );
  const sweep = buildSweep(spec, result.plan, result.outcomes, context);
  return { ...pick(spec), svg: await sweepChart(sweep), notes: sweepNotes(sweep), sweep };
}

function pick({ number, title, caption }: FigureSpec): Pick<Figure, 'number' | 'title' | 'caption'> {
  return { number, title, caption };
}

/** Makes a figure of the outcomes of a run. */
export async function buildFigure(spec: FigureSpec, result: FigureResult, profile: Profile): Promise<Figure> {
  if (spec.kind === 'sweep') return sweepOf(spec, result, profile);
  if (spec.kind === 'attributes') return attributesOf(spec, result, profile);
  const { svg, remarks } = picturesOf(spec, result);
  return { ...pick(spec), svg, notes: [...contextNotes(result.context, []), ...remarks] };
}

/**
 * Writes a figure as SVG, as a page, and where it shows numbers as Markdown, CSV and JSON, into the folder of the report.
 * @returns The files.
 */
export async function writeFigure(
  figure: Figure,
  options: { readonly out: string; readonly profile: string; readonly data: string },
): Promise<string[]> {
  const directory = path.join(
    options.out,
    `${options.profile}-${options.data === 'synthetic' ? 'synthetic' : 'files'}`,
  );
  makeFolder(directory);
  const { number, title, caption, notes, sweep, attributes } = figure;
  const svg = figure.svg.replace(/^<svg[^>]*>/, (begin) => begin + colours);
  const page =
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<title>${escapeHtml(title)}</title><body style="font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:1rem auto;padding:0 1rem">` +
    `<h1 style="font-size:1.3rem">Figure ${number}. ${escapeHtml(title)}</h1><p>${escapeHtml(caption)}</p>${svg}` +
    `<ul>${notes.map((note) => `<li>${escapeHtml(note)}</li>`).join('')}</ul></body></html>\n`;
  const texts: Readonly<Record<string, string>> = {
    svg,
    html: page,
    ...(sweep && {
      md: renderSweepMarkdown(sweep),
      csv: renderSweepCsv(sweep),
      json: `${JSON.stringify(sweep, undefined, 2)}\n`,
    }),
    ...(attributes && {
      md: renderAttributesMarkdown(attributes),
      csv: renderAttributesCsv(attributes),
      json: `${JSON.stringify(attributes, undefined, 2)}\n`,
    }),
  };
  const files: string[] = [];
  for (const [extension, text] of Object.entries(texts)) {
    const file = path.join(directory, `figure-${number}.${extension}`);
    await writeFileAtomic(file, new TextEncoder().encode(text));
    files.push(file);
  }
  return files;
}
