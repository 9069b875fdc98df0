import { readFileSync } from 'node:fs';
import { type Html, html, rawHtml } from '../results/formats/html-template.js';

const [colours, ...sheets] = ['colours', 'text', 'tables', 'pictures', 'layout'].map((name) =>
  readFileSync(new URL(`../../style/${name}.css`, import.meta.url), 'utf8'),
);
const style = [colours!, ...sheets].join('\n');

/** Declarations of the colours of light pages, for pictures that are looked at by themselves. */
export const lightColours: string = /:root \{([^}]*)\}/.exec(colours!)![1]!.replace(/\s+/g, '');

/** A part of the page with a heading, and an entry in its contents. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Html;
  /** What stands below it in the contents. */
  readonly entries?: readonly Pick<Section, 'id' | 'title'>[];
}

/**
 * A whole page: one file that needs nothing else, light and dark, for screens of any width and for paper.
 * @param className Class of the page's body, for a layout of its own.
 */
export function page(title: string, body: Html, className?: 'single'): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>
${rawHtml(style)}
</style>
</head>
<body${className && html` class="${className}"`}>
${body}
</body>
</html>
`;
}

/** A page of sections with its contents. */
export function pageOfSections(title: string, header: Html, sections: readonly Section[]): Html {
  const parts = sections.map(
    ({ id, title: name, body }) => html`<section id="${id}"><h2>${name}</h2>
${body}
</section>
`,
  );
  return page(
    title,
    html`<a class="skip" href="#main">To the results</a>
${header}
${contents(sections)}
<main id="main">
${parts}</main>`,
  );
}

function contents(sections: readonly Section[]): Html {
  const link = ({ id, title }: Pick<Section, 'id' | 'title'>): Html => html`<a href="#${id}">${title}</a>`;
  const items = sections.map(({ entries = [], ...section }) => {
    const below = entries.map((entry) => html`<li>${link(entry)}</li>`);
    return html`<li>${link(section)}${below.length > 0 && html`<ul>${below}</ul>`}</li>
`;
  });
  return html`<nav aria-label="Contents"><ul>
${items}</ul></nav>`;
}
