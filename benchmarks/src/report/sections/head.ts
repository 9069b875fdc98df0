import { type Html, html } from '../../render/html-template.js';
import type { Overview } from '../overview.js';

/** The beginning of the page. */
export function head({ title, lead, reductions, failures, facts }: Overview): Html {
  const list = (lines: readonly string[]) => html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
  return html`<header>
<h1>${title}</h1>
<p class="lead">${lead}</p>
<dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
${
  reductions.length > 0 &&
  html`<div class="warning"><p><strong>Data and schedule are reduced.</strong> The numbers below are not a reproduction of the paper’s experiment, and differences from it say little about the models.</p>${list(reductions)}</div>`
}
${failures.length > 0 && html`<div class="warning failed"><p><strong>Some work failed; its numbers are missing.</strong></p>${list(failures)}</div>`}
</header>`;
}
