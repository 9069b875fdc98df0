import { type Html, html } from '../../results/formats/html-template.js';

/** Names beside lines or dots in the page's colours, as charts draw those of lines or of classes. */
export function legend(names: readonly string[], of: 'lines' | 'classes'): Html {
  const symbol = (i: number): Html =>
    of === 'lines'
      ? html`<svg aria-hidden="true" viewBox="0 0 28 6"><path class="l${(i % 6) + 1}" d="M0 3h28"/></svg>`
      : html`<svg aria-hidden="true" viewBox="0 0 8 8"><path class="c${i % 10}" d="M4 4h0"/></svg>`;
  return html`<ul class="legend">${names.map((name, i) => html`<li>${symbol(i)}${name}</li>`)}</ul>`;
}

/** One picture among others of its kind. */
interface Panel {
  readonly title: string;
  /** Stands between title and picture. */
  readonly legend?: Html | false;
  readonly svg: Html;
  readonly below?: string | undefined;
}

/** Pictures of one kind beside each other, as many as fit. */
export async function panels(
  size: 'charts' | 'curves' | 'squares' | 'maps',
  all: readonly Promise<Panel>[],
): Promise<Html> {
  const figures = (await Promise.all(all)).map(
    ({ title, legend: names, svg, below }) => html`<figure><figcaption>${title}</figcaption>${names}
${svg}${below && html`<p>${below}</p>`}</figure>
`,
  );
  return html`<div class="panels ${size}">
${figures}</div>`;
}
