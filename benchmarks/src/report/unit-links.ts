import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Html, html } from '../render/html-template.js';
import type { WorkUnit } from '../runner/unit.js';
import { UnitStore } from '../runner/unit-store.js';

/** Files of a unit that say something to people. */
const files: readonly (readonly [file: string, name: string])[] = [
  ['run.json', 'configuration'],
  ['log.jsonl', 'log'],
  ['result.json', 'result'],
  ['failure.json', 'failure'],
];

/** Links from a report to what lies in the same results folder. */
export class UnitLinks {
  readonly #directory: string;
  readonly #store: UnitStore;

  /**
   * @param directory The report's folder.
   * @param root The results folder.
   */
  constructor(directory: string, root: string) {
    this.#directory = directory;
    this.#store = new UnitStore(root);
  }

  /** A unit's folder as seen from the report. */
  folder(unit: WorkUnit): string {
    return this.#relative(this.#store.directory(unit));
  }

  /** Links to those of a unit's files that there are. */
  of(unit: WorkUnit): Html {
    const folder = this.#store.directory(unit);
    const links = files
      .filter(([file]) => existsSync(path.join(folder, file)))
      .map(
        ([file, name], i) => html`${i > 0 && ' · '}<a href="${this.#relative(path.join(folder, file))}">${name}</a>`,
      );
    return html`${links}`;
  }

  #relative(target: string): string {
    return path
      .relative(path.resolve(this.#directory), path.resolve(target))
      .split(path.sep)
      .map(encodeURIComponent)
      .join('/');
  }
}
