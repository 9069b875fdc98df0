import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { checkImports } from './check-imports.js';

let root: string | undefined;

/** A repository of two packages, `random` and `distributions`, with the given sources. */
function repository(files: Record<string, string>): string {
  root = mkdtempSync(join(tmpdir(), 'check-imports-'));
  const entry = { '.': { '@polyvae/source': './src/index.ts' } };
  const all: Record<string, string> = {
    'packages/random/package.json': JSON.stringify({ name: '@polyvae/random', exports: entry }),
    'packages/random/src/index.ts': 'export {};',
    'packages/distributions/package.json': JSON.stringify({
      name: '@polyvae/distributions',
      exports: entry,
      dependencies: { '@polyvae/random': 'workspace:*' },
    }),
    'packages/distributions/src/index.ts': "import '@polyvae/random';",
    'benchmarks/package.json': JSON.stringify({ name: '@polyvae/benchmarks' }),
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

afterEach(() => root && rmSync(root, { recursive: true, force: true }));

test('a tree that keeps to the directions has no problems', () => {
  expect(checkImports(repository({}))).toEqual([]);
});

test('an import against the direction is named', () => {
  const problems = checkImports(
    repository({ 'packages/random/src/index.ts': "export * from '@polyvae/distributions';" }),
  );
  expect(problems.join('\n')).toMatch(/random must not import @polyvae\/distributions/);
  expect(problems.join('\n')).toMatch(/not declared/);
});

test('a Node module behind two files and a dynamic import is found', () => {
  const problems = checkImports(
    repository({
      'packages/random/src/index.ts': "export * from './a.js';",
      'packages/random/src/a.ts': "export const read = () => import('node:fs');",
    }),
  );
  expect(problems).toHaveLength(2);
  expect(problems[0]).toContain('packages/distributions/src/index.ts → packages/random/src/index.ts');
  expect(problems[1]).toContain('packages/random/src/a.ts → node:fs');
});

test('type-only imports of Node do not count, undeclared packages do', () => {
  const problems = checkImports(
    repository({ 'packages/random/src/index.ts': "import type { Stats } from 'node:fs';\nimport 'left-pad';" }),
  );
  expect(problems).toEqual([expect.stringMatching(/"left-pad" is imported but not declared/)]);
});
