import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * All files below a folder, relative to it.
 * @param {string} folder
 * @returns {string[]}
 */
export function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}

/**
 * The numbers of all tables of a results folder, by the name of the table's file.
 * @param {string} root
 * @returns {Map<string, string>}
 */
export function tablesIn(root) {
  const files = filesIn(root).filter((file) => /\/table-\w+\.json$/.test(file));
  return new Map(
    files.map((file) => {
      const { rows } = /** @type {{ rows: { label: string, cells: unknown }[] }} */ (
        JSON.parse(readFileSync(path.join(root, file), 'utf8'))
      );
      return [file, JSON.stringify(rows.map(({ label, cells }) => [label, cells]))];
    }),
  );
}

/**
 * What jobs of a results folder gave, by the name of their folder: results without times, and weights.
 * @param {string} root
 * @returns {Map<string, string>}
 */
export function outcomesIn(root) {
  /** @type {[string, string][]} */
  const found = [];
  for (const file of filesIn(root)) {
    const name = path.posix.basename(file);
    const content = readFileSync(path.join(root, file));
    if (name === 'weights.safetensors') found.push([file, content.toString('latin1')]);
    if (name !== 'record.json') continue;
    const { result } = /** @type {{ result: unknown }} */ (JSON.parse(content.toString('utf8')));
    found.push([file, JSON.stringify(result, (key, value) => (/seconds/i.test(key) ? undefined : value))]);
  }
  return new Map(found);
}

/**
 * Names of what killed processes leave: temporary files and claims.
 * @param {string} folder
 */
export function leftIn(folder) {
  return filesIn(folder).filter((file) => /\.tmp$|(?:^|\/)claim\.json/.test(file));
}

/**
 * Names of entries that differ.
 * @param {ReadonlyMap<string, string>} a
 * @param {ReadonlyMap<string, string>} b
 */
export function differences(a, b) {
  return [...new Set([...a.keys(), ...b.keys()])].filter((key) => a.get(key) !== b.get(key));
}
