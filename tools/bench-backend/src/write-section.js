import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Puts text between `<!-- name -->` and `<!-- /name -->` of a file, at once. */
export function writeSection(path, name, text) {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const content = readFileSync(path, 'utf8');
  const [from, to] = [content.indexOf(start), content.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${path}: expected the markers ${start} and ${end}`);
  writeFileSync(`${path}.part`, `${content.slice(0, from)}${start}\n\n${text}\n\n${content.slice(to)}`);
  renameSync(`${path}.part`, path);
}
