import type { Format } from './format.js';

const text = (value: unknown): string => JSON.stringify(value, undefined, 2);

/** JSON of everything that is known. */
export const json: Format = {
  name: 'json',
  ending: 'json',
  table: text,
  strings: text,
  figure({ number, title, caption, notes, context }, numbers) {
    return `${text({ number, title, caption, ...numbers, notes, context })}\n`;
  },
};
