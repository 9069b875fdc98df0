import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { newFolder } from '../../../scripts/temporary-folder.js';
import { writeSection } from './write-section.js';

let folder: string;
beforeEach(() => {
  folder = newFolder();
});

test('replaces what is between the markers, twice the same', () => {
  const path = join(folder, 'a.md');
  writeFileSync(path, 'before\n<!-- x -->\nold\n<!-- /x -->\nafter\n');
  for (let i = 0; i < 2; i++) writeSection(path, 'x', 'new $& text');
  expect(readFileSync(path, 'utf8')).toBe('before\n<!-- x -->\n\nnew $& text\n\n<!-- /x -->\nafter\n');
});

test('needs both markers', () => {
  const path = join(folder, 'a.md');
  writeFileSync(path, 'before\n<!-- x -->\n');
  expect(() => writeSection(path, 'x', 'new')).toThrow('expected the markers <!-- x --> and <!-- /x -->');
});
