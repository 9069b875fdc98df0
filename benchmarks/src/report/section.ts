import type { Html } from '../render/html-template.js';

/** A part of the page with a heading, and an entry in its contents. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Html;
  /** What stands below it in the contents. */
  readonly entries?: readonly { readonly id: string; readonly title: string }[];
}
