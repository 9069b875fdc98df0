import { type Html, html, rawHtml } from '../render/html-template.js';
import type { Section } from './section.js';
import { style } from './style.js';

function contents(sections: readonly Section[]): Html {
  const items = sections.map(
    ({ id, title, entries = [] }) =>
      html`<li><a href="#${id}">${title}</a>${
        entries.length > 0 &&
        html`<ul>${entries.map((entry) => html`<li><a href="#${entry.id}">${entry.title}</a></li>`)}</ul>`
      }</li>`,
  );
  return html`<nav aria-label="Contents"><ul>${items}</ul></nav>`;
}

/** The whole page: one file that needs nothing else, light and dark, for screens of any width and for paper. */
export function page(title: string, header: Html, sections: readonly Section[]): string {
  const parts = sections.map(
    ({ id, title: name, body }) => html`<section id="${id}"><h2>${name}</h2>${body}</section>\n`,
  );
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${rawHtml(style)}</style>
</head>
<body>
<a class="skip" href="#main">To the results</a>
${header}
${contents(sections)}
<main id="main">
${parts}</main>
</body>
</html>
`.text;
}
