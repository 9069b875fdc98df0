import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = fileURLToPath(new URL('../README.md', import.meta.url));
const MARKED = /(<!-- conformance -->\n)[\s\S]*?(\n<!-- \/conformance -->)/;

/**
 * Brings the README's figures up to date.
 * @param {{ passed: number, excluded: number }} counts
 * @param {number} onBackend Tests that compute on the backend.
 * @param {boolean} write Whether to write them; without it they are only compared.
 * @returns {string[]} What is wrong.
 */
export function checkFigures({ passed, excluded }, onBackend, write) {
  const readme = readFileSync(path, 'utf8');
  if (!MARKED.test(readme)) throw new Error(`${path}: expected <!-- conformance --> and <!-- /conformance -->`);
  const number = (count) => count.toLocaleString('en-US');
  const sentence =
    `${number(passed)} tests pass, ${number(excluded)} are excluded; ${number(onBackend)} of them compute on the ` +
    'backend, the others test tfjs-core alone.';
  const current = readme.replace(MARKED, `$1${sentence}$2`);
  if (current === readme) return [];
  if (!write) return ["The README's figures are not those of this run: run it again with --write-figures."];
  writeFileSync(`${path}.part`, current);
  renameSync(`${path}.part`, path);
  return [];
}
