import type { Figure } from '../results/figure.js';
import { headingOf } from '../results/formats/heading.js';
import { list, scrolled } from '../results/formats/html-elements.js';
import { type Html, html } from '../results/formats/html-template.js';
import { figureTexts } from '../results/formats/registry.js';
import type { Run } from '../run/run.js';
import { lightColours, page } from './page.js';
import { reportFolder, writeTexts } from './report-folder.js';
import { drawFigure } from './shown/draw-figure.js';

/** A drawing of a page as a file of its own, in the colours of light pages. */
function standAlone({ text }: Html): string {
  const style = `<style>svg{${lightColours}background:#fff;color:var(--ink)}</style>`;
  return text.replace(/^<svg[^>]*>/, (begin) => begin + style);
}

function pageOf(figure: Figure, svg: Html): Html {
  const { title, caption, notes } = figure;
  const body = html`<main class="chart">
<h1>${headingOf('Figure', figure)}</h1>
<p>${caption}</p>
${scrolled(headingOf('Figure', figure), svg)}
<div class="notes">${list(notes)}</div>
</main>`;
  return page(title, body, 'single');
}

/**
 * Writes a figure as SVG, as a page, and where it shows numbers as Markdown, CSV and JSON, into the folder of the report.
 * @returns The files.
 */
export async function writeFigure(
  figure: Figure,
  run: Pick<Run, 'profile' | 'data'>,
  options: {
    /** The results folder. */
    readonly out: string;
  },
): Promise<string[]> {
  const svg = await drawFigure(figure);
  const texts = { svg: standAlone(svg), html: pageOf(figure, svg).text, ...figureTexts(figure) };
  const named = Object.entries(texts).map(([ending, text]) => [`figure-${figure.number}.${ending}`, text]);
  return writeTexts(reportFolder(run, options.out), Object.fromEntries(named));
}
