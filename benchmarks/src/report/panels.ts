import { type Html, html } from '../render/html-template.js';

/** A line of the kind that charts draw, with its name: which of the page's colours and dashes, from 1. */
export function lineLegend(names: readonly string[], { first = 1 }: { readonly first?: number } = {}): Html {
  const items = names.map(
    (name, i) =>
      html`<li><svg aria-hidden="true" viewBox="0 0 28 6"><path class="l${first + i}" d="M0 3h28"/></svg>${name}</li>`,
  );
  return html`<ul class="legend">${items}</ul>`;
}

/** Dots in the page's ten colours with the names of the classes. */
export function classLegend(groups: readonly { readonly label: string; readonly colour: number }[]): Html {
  const items = groups.map(
    ({ label, colour }) =>
      html`<li><svg aria-hidden="true" viewBox="0 0 8 8"><path class="c${colour}" d="M4 4h0"/></svg>${label}</li>`,
  );
  return html`<ul class="legend">${items}</ul>`;
}

/** Pictures of one kind beside each other, as many as fit, each with what it shows above it. */
export function panels(
  size: 'charts' | 'squares' | 'maps',
  all: readonly { title: string; svg: Html; below?: Html | string }[],
): Html {
  const figures = all.map(
    ({ title, svg, below }) =>
      html`<figure><figcaption>${title}</figcaption>${svg}${below && html`<p>${below}</p>`}</figure>`,
  );
  return html`<div class="panels ${size}">${figures}</div>`;
}
