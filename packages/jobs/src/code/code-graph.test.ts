import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { newFolder } from '../../../../scripts/temporary-folder.js';
import { type CodeGraph, codeGraph } from './code-graph.js';

/** A folder of modules, and what counts of `entry.js` in it. */
function program(files: Readonly<Record<string, string>>) {
  const root = newFolder();
  const write = (name: string, text: string): void => {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  const graph = (entry = 'entry.js', conditions: string[] = []): CodeGraph =>
    codeGraph(pathToFileURL(path.join(root, entry)), { conditions });
  /** Whether another content of a file makes it other code. */
  const counts = (name: string, text: string, entry?: string): boolean => {
    const before = graph(entry).identity;
    write(name, text);
    return graph(entry).identity !== before;
  };
  return { root, write, graph, counts, remove: (name: string) => rmSync(path.join(root, name)) };
}

test('code that is imported counts, however far away; code that is not does not', () => {
  const { graph, counts } = program({
    'entry.js': "import { a } from './a.js';\nexport const run = () => a;",
    'a.js': "export { default as a } from './deep/b.js';\nexport const more = 1;",
    'deep/b.js': "import '../effect.js';\nexport default 1;",
    'effect.js': 'globalThis.x = 1;',
    'show.js': "import { run } from './entry.js';",
  });
  expect(graph().files).toEqual(['a.js', 'deep/b.js', 'effect.js', 'entry.js']);
  expect(counts('deep/b.js', "import '../effect.js';\nexport default 2;")).toBe(true);
  expect(counts('effect.js', 'globalThis.x = 2;')).toBe(true);
  expect(counts('show.js', 'export const changed = true;')).toBe(false);
});

test('types do not count', () => {
  const { graph, counts, remove } = program({
    'entry.ts': [
      "import type { A } from './types.js';",
      "import { type B, type C as D } from './more-types.js';",
      "import { type E, f } from './both.js';",
      "export type { G } from './exported.js';",
      "export type * from './exported.js';",
      'export const run = async (x: A, y: B, z: D): Promise<E> => f(x, y, z) as typeof import("./exported.js").g;',
    ].join('\n'),
    'types.ts': 'export interface A {}',
    'more-types.ts': 'export type B = 1; export type C = 2;',
    'both.ts': 'export interface E {}\nexport const f = (..._: unknown[]): unknown => 1;',
    'exported.ts': 'export type G = 1;',
  });
  expect(graph('entry.ts').files).toEqual(['both.ts', 'entry.ts']);
  expect(counts('types.ts', 'export interface A { a: 1 }', 'entry.ts')).toBe(false);
  expect(counts('both.ts', 'export const f = () => 2;', 'entry.ts')).toBe(true);
  remove('more-types.ts');
  expect(graph('entry.ts').files).toEqual(['both.ts', 'entry.ts']);
});

test('of a barrel only the names in use are followed, through chains of barrels', () => {
  const { graph, counts } = program({
    'entry.js': "import { a, renamed } from './index.js';",
    'index.js': [
      '/** A barrel. */',
      "export * from './inner.js'; // all of it",
      "export { original as renamed } from './c.js';",
      "export { unused } from './d.js';",
    ].join('\n'),
    'inner.js': "import { a } from './a.js';\nimport * as e from './e.js';\nexport { a, e };\nexport * from './f.js';",
    'a.js': 'export function a() {}',
    'c.js': 'export const original = 1;',
    'd.js': 'export const unused = 1;',
    'e.js': 'export const e = 1;',
    'f.js': 'export const f = 1;',
  });
  expect(graph().files).toEqual(['a.js', 'c.js', 'entry.js']);
  expect(counts('d.js', 'export const unused = 2;')).toBe(false);
  expect(counts('index.js', "export * from './inner.js';\nexport { original as renamed } from './c.js';")).toBe(false);
  expect(counts('c.js', 'export const original = 2;')).toBe(true);
  // With a statement of its own it is a module like any other.
  expect(counts('inner.js', "export * from './a.js';\nconsole.log(1);")).toBe(true);
  expect(graph().files).toEqual(['a.js', 'c.js', 'entry.js', 'inner.js']);
});

test('a namespace takes all of a barrel; a name that stars do not give is not looked for in their files', () => {
  const { graph, write } = program({
    'entry.js': "import * as all from './index.js';",
    'index.js': "export * from './a.js';\nexport * as b from './b.js';\nexport * from './index.js';",
    'a.js': 'export const a = 1;',
    'b.js': 'export const b = 1;',
  });
  expect(graph().files).toEqual(['a.js', 'b.js', 'entry.js']);
  write('entry.js', "import { b } from './index.js';");
  expect(graph().files).toEqual(['b.js', 'entry.js']);
  write('entry.js', "import { a, b } from './index.js';\nimport './index.js';");
  expect(graph().files).toEqual(['a.js', 'b.js', 'entry.js']);
});

test('dynamic imports count; one that does not name its module is an error that says where', () => {
  const { root, graph, counts, write } = program({
    'entry.js': "export const run = () => import('./a.js');",
    'a.js': "export const a = await import('not-installed').catch(() => {});",
  });
  expect(graph().files).toEqual(['a.js', 'entry.js']);
  expect(counts('a.js', 'export const a = 2;')).toBe(true);
  write('a.js', 'const name = "./b.js";\n  export const b = import(name);');
  expect(() => graph()).toThrow(`${path.join(root, 'a.js')}:2:20 imports a module whose name is computed`);
  write('a.js', `export const b = (name) => import(\`./\${name}.js\`);`);
  expect(() => graph()).toThrow('a.js:1:28');
  write('a.js', 'export const b = (url) => import(/* @vite-ignore */ url);');
  expect(graph().files).toEqual(['a.js', 'entry.js']);
});

test('files that the code reads count: JSON modules, and addresses beside the module', () => {
  const { graph, counts } = program({
    'entry.js': [
      "import table from './table.json' with { type: 'json' };",
      "readFileSync(new URL('./data/words.txt', import.meta.url));",
      "new Worker(new URL('./worker.js', import.meta.url));",
      "new URL('./absent.txt', import.meta.url);",
    ].join('\n'),
    'table.json': '[1]',
    'data/words.txt': 'a',
    'worker.js': '',
  });
  expect(graph().files).toEqual(['data/words.txt', 'entry.js', 'table.json']);
  expect(counts('table.json', '[2]')).toBe(true);
  expect(counts('data/words.txt', 'b')).toBe(true);
});

test('of an installed package the version counts, of a linked one the code that its exports lead to', () => {
  const { root, graph, counts } = program({
    'app/package.json': '{ "name": "app", "exports": "./entry.js", "imports": { "#own": "./own.js" } }',
    'app/entry.js': [
      "import { readFile } from 'node:fs/promises';",
      "import fs from 'fs';",
      "import { z } from 'library/deep';",
      "import { a } from '@scope/linked';",
      "import '#own';",
      "import { createRequire } from 'node:module';",
      "const native = createRequire(import.meta.url)('x'), require = createRequire(import.meta.url);",
      "require('@scope/native/binding.node');",
    ].join('\n'),
    'app/own.js': "import { run } from 'app';",
    'app/node_modules/library/package.json': '{ "name": "library", "version": "1.2.3" }',
    'app/node_modules/library/deep.js': 'export const z = 1;',
    'node_modules/@scope/native/package.json': '{ "name": "@scope/native", "version": "0.1.0" }',
    'linked/package.json': JSON.stringify({
      name: '@scope/linked',
      version: '5.0.0',
      exports: { '.': { source: './src/index.ts', default: './dist/index.js' } },
    }),
    'linked/dist/index.js': "export { a } from './a.js';",
    'linked/dist/a.js': 'export const a = 1;',
    'linked/src/index.ts': "export { a } from './a.js';\nexport { b } from './b.js';",
    'linked/src/a.ts': 'export const a: number = 1;',
    'linked/src/b.ts': 'export const b: number = 1;',
  });
  mkdirSync(path.join(root, 'app/node_modules/@scope'));
  symlinkSync(path.join(root, 'linked'), path.join(root, 'app/node_modules/@scope/linked'));
  expect(graph('app/entry.js')).toMatchObject({
    files: ['@scope/linked/dist/a.js', 'app/entry.js', 'app/own.js'],
    packages: ['@scope/native@0.1.0', 'library@1.2.3'],
  });
  expect(graph('app/entry.js', ['source']).files[0]).toBe('@scope/linked/src/a.ts');
  const library = 'app/node_modules/library/';
  expect(counts(`${library}deep.js`, 'export const z = 2;', 'app/entry.js')).toBe(false);
  expect(counts(`${library}package.json`, '{ "name": "library", "version": "1.2.4" }', 'app/entry.js')).toBe(true);
});

test('where a program lies does not matter', () => {
  const files = { 'entry.js': "import { a } from './a.js';", 'a.js': 'export const a = 1;' };
  expect(program(files).graph()).toEqual(program(files).graph());
});

test('mistakes say what imports what', () => {
  const { root, graph, write } = program({ 'entry.js': "import { a } from './a.js';" });
  const entry = path.join(root, 'entry.js');
  expect(() => graph()).toThrow(`${entry} imports './a.js', which cannot be found`);
  write('entry.js', "import { a } from 'nowhere';");
  expect(() => graph()).toThrow(`${entry} imports 'nowhere', which cannot be found`);
  write('a.js', 'export const a = `${');
  write('entry.js', "import { a } from './a.js';");
  expect(() => graph()).toThrow(`Cannot read the imports of ${path.join(root, 'a.js')}`);
  expect(() => graph('absent.js')).toThrow('There is no module');
});
