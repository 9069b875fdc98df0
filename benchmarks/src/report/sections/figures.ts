import { html, rawHtml } from '../../render/html-template.js';
import type { Section } from '../section.js';
import type { Figure } from '../write-figure.js';

/** The figures that were asked for. */
export function figureSection(figures: readonly Figure[]): Section | undefined {
  if (figures.length === 0) return undefined;
  const all = figures.map(({ number, title, caption, svg, notes, sweep, attributes }) => {
    const numbers = sweep ?? attributes;
    const endings = numbers ? ['svg', 'csv', 'json', 'md'] : ['svg'];
    const links = endings.map(
      (ending, i) => html`${i > 0 && ' · '}<a href="figure-${number}.${ending}">${ending.toUpperCase()}</a>`,
    );
    const drawn = svg.replace(/^<svg /, `<svg class="${numbers ? 'chart' : 'grid'}" `);
    return html`<article id="figure-${number}"><h3>Figure ${number}. ${title}</h3>
<p>${caption}</p>
<div class="scroll" role="region" aria-label="Figure ${number}" tabindex="0">${rawHtml(drawn)}</div>
<details class="notes"><summary>What the figure was made with</summary><ul>${notes.map((note) => html`<li>${note}</li>`)}</ul></details>
<p class="small links">${links}</p></article>`;
  });
  const entries = figures.map(({ number }) => ({ id: `figure-${number}`, title: `Figure ${number}` }));
  return { id: 'figures', title: 'Figures', body: html`${all}`, entries };
}
