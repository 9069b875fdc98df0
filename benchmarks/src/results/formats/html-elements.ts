import { type Html, type HtmlValue, html } from './html-template.js';

/**
 * A wide part of the page that scrolls by itself.
 * @param label Read by screen readers.
 */
export function scrolled(label: string, body: Html): Html {
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0">${body}</div>`;
}

/**
 * A table that scrolls by itself.
 * @param label Read by screen readers.
 * @param options.groups Its rows (`tr` elements), in groups that may have headings.
 * @param options.className Its class.
 */
export function scrolledTable(
  label: string,
  options: {
    readonly head: readonly HtmlValue[];
    readonly groups: readonly { readonly title?: string | undefined; readonly rows: HtmlValue }[];
    readonly className?: string;
  },
): Html {
  const { head, groups, className } = options;
  const heading = (title: string): Html =>
    html`<tr class="group"><th colspan="${head.length}" scope="rowgroup"><span>${title}</span></th></tr>
`;
  const bodies = groups.map(
    ({ title, rows }) => html`<tbody>
${title !== undefined && heading(title)}${rows}</tbody>`,
  );
  return scrolled(
    label,
    html`<table${className && html` class="${className}"`}>
<thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
${bodies}
</table>`,
  );
}

/** A list of sentences. */
export function list(sentences: readonly string[], className?: string): Html {
  return html`<ul${className && html` class="${className}"`}>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>`;
}

/** A part that is folded away below its title. */
export function folded(title: string, body: HtmlValue, className?: string): Html {
  return html`<details${className && html` class="${className}"`}><summary>${title}</summary>
${body}
</details>`;
}

/**
 * A part of the page that is folded away below its heading.
 * @param id Of its contents: a link to it folds it out.
 * @param more Stands behind the heading.
 */
export function foldedPart(id: string, title: string, body: Html, more?: string): Html {
  return html`<details class="part"><summary><h3>${title}</h3>${more && html` <span class="small">${more}</span>`}</summary>
<div id="${id}">${body}</div>
</details>`;
}

/** Links in a line. */
export function links(all: readonly (readonly [href: string, name: string])[]): Html {
  return html`${all.map(([href, name], i) => html`${i > 0 && ' · '}<a href="${href}">${name}</a>`)}`;
}
