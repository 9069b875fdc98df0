import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { parseModule } from './parse-module.js';

const packages = fileURLToPath(new URL('../../../', import.meta.url));

/** Modules that TypeScript's own parser finds imported at run time. */
function imported(text: string): string[] {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      const clause = node.importClause;
      const named =
        clause?.namedBindings && ts.isNamedImports(clause.namedBindings) ? clause.namedBindings.elements : [];
      const onlyTypes = named.length > 0 && !clause?.name && named.every(({ isTypeOnly }) => isTypeOnly);
      if (clause?.phaseModifier !== ts.SyntaxKind.TypeKeyword && !onlyTypes) found.add(node.moduleSpecifier.text);
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
      const named = node.exportClause && ts.isNamedExports(node.exportClause) ? node.exportClause.elements : [];
      const onlyTypes = named.length > 0 && named.every(({ isTypeOnly }) => isTypeOnly);
      if (!node.isTypeOnly && !onlyTypes) found.add(node.moduleSpecifier.text);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [name] = node.arguments;
      if (name && ts.isStringLiteralLike(name)) found.add(name.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest));
  return [...found].sort();
}

test("finds what TypeScript finds, in this repository's sources", () => {
  const files = ['backend-onnx', 'jobs', 'models'].flatMap((name) => {
    const folder = path.join(packages, name, 'src');
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => path.join(folder, file));
  });
  expect(files.length).toBeGreaterThan(150);
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    // What `require` loads is not TypeScript's to find.
    if (text.includes('createRequire')) continue;
    const specifiers = parseModule(text, file).imports.map(({ specifier }) => specifier);
    expect([...new Set(specifiers)].sort(), file).toEqual(imported(text));
  }
});

test('reads the names that are used, through all forms of import', () => {
  const { imports } = parseModule(
    [
      "import a, { b as c, type D, 'e f' as g, type as h } from './1.js';",
      "import i, * as j from './2.js';",
      "import /* { no } from */ './3.js';",
      "import { k, // from './no.js'\n l } from './4.js';",
      "export { m as default, type N } from './5.js';",
      "export * as o from './6.js';",
      "import p from './7.json' with { type: 'json' };",
    ].join('\n'),
    'x.ts',
  );
  expect(imports.map(({ specifier, names }) => [specifier, ...names])).toEqual([
    ['./1.js', 'default', 'b', 'e f', 'type'],
    ['./2.js', 'default', '*'],
    ['./3.js', '*'],
    ['./4.js', 'k', 'l'],
    ['./5.js', 'm'],
    ['./6.js', '*'],
    ['./7.json', 'default'],
  ]);
});
