import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test, vi } from 'vitest';

// Binding all sources takes seconds.
vi.setConfig({ testTimeout: 120_000 });

const repository = fileURLToPath(new URL('..', import.meta.url));

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | { readonly '@polyvae/source'?: string }>>;
}

/** Sources of all entry points of the packages that are published. */
function entryPoints(): string[] {
  const folders = [...readdirSync(join(repository, 'packages')).map((name) => join('packages', name)), 'benchmarks'];
  return folders.flatMap((folder) => {
    const file = join(repository, folder, 'package.json');
    if (!existsSync(file)) return [];
    const { exports } = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
    const sources = Object.values(exports).flatMap((entry) => (typeof entry === 'string' ? [] : [entry]));
    return sources.flatMap(({ '@polyvae/source': source }) => (source ? [join(repository, folder, source)] : []));
  });
}

/** Where each exported name is declared, by name: more than one place is two things of one name. */
function declarations(files: readonly string[]): Map<string, Set<string>> {
  const program = ts.createProgram([...files], {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    customConditions: ['@polyvae/source'],
    types: [],
    noLib: true,
    skipLibCheck: true,
  });
  const checker = program.getTypeChecker();
  const places = new Map<string, Set<string>>();
  for (const file of files) {
    const module = checker.getSymbolAtLocation(program.getSourceFile(file)!);
    for (const own of checker.getExportsOfModule(module!)) {
      const symbol = own.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(own) : own;
      const declared = symbol.declarations?.[0];
      const place = declared
        ? `${declared.getSourceFile().fileName.replace(repository, '')}: ${symbol.name}`
        : 'nowhere';
      places.set(own.name, (places.get(own.name) ?? new Set()).add(place));
    }
  }
  return places;
}

test('no two packages export one name for two things', () => {
  const places = declarations(entryPoints());
  expect(places.get('ShapeError')).toEqual(new Set(['packages/errors/src/shape-error.ts: ShapeError']));
  // Entry points of one package may name the forms of one thing alike, for Node and for browsers.
  const houseOf = (place: string): string => place.split('/src/')[0]!;
  const twice = [...places].flatMap(([name, own]) =>
    new Set([...own].map(houseOf)).size > 1 ? [`${name}: ${[...own].join(', ')}`] : [],
  );
  expect(twice).toEqual([]);
});
