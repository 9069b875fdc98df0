import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const folders = ['benchmarks', ...readdirSync(join(root, 'packages')).map((name) => join('packages', name))];

test.each(folders)('%s is packed by npm when it is checked', (folder) => {
  const { scripts } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  // By itself publint runs whatever `pnpm` comes first; where corepack is enabled that is its shim, which wants to download another.
  expect(scripts['check:package']).toBe('publint --strict --pack npm');
});
