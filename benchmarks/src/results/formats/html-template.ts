import { visibleText } from '../../input/visible-text.js';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in HTML or SVG, attributes included; the escape of both. */
export function escapeHtml(text: string): string {
  return visibleText(text).replace(/[&<>"']/g, (character) => entities[character]!);
}

/** A piece of HTML whose texts are escaped. */
export interface Html {
  readonly text: string;
}

/** Value of a template: HTML as it is, texts escaped, lists joined; `undefined` and `false` are nothing. */
export type HtmlValue = Html | string | number | false | undefined | readonly HtmlValue[];

function textOf(value: HtmlValue): string {
  if (value === undefined || value === false) return '';
  if (typeof value !== 'object') return escapeHtml(String(value));
  return 'text' in value ? value.text : value.map(textOf).join('');
}

/** Template tag for HTML and SVG: values are escaped unless they are HTML themselves. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return { text: strings.reduce((whole, part, i) => whole + textOf(values[i - 1]) + part) };
}

/** Text that is HTML already, such as a finished SVG. */
export function rawHtml(text: string): Html {
  return { text };
}
