#!/usr/bin/env node
// Holds the documentation of the packages' entry points: every public member is documented, options are plain interfaces, which
// their pages show, each function and class (but errors) has an example that fits its types, and no docstring begins with a
// pronoun where the noun belongs. Arguments are names of packages; the default are those that models are made of.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = resolve(fileURLToPath(new URL('..', import.meta.url)));
const all = readdirSync(join(root, 'packages')).filter((name) =>
  existsSync(join(root, 'packages', name, 'package.json')),
);
const core = ['datasets', 'distributions', 'divergences', 'errors', 'metrics', 'models', 'random', 'training'];
const packages = process.argv.length > 2 ? process.argv.slice(2) : core;

/** A package's entry points: what they are imported by, and their sources. @param {string} name */
function entriesOf(name) {
  const manifest = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'));
  return Object.entries(manifest.exports).flatMap(([path, entry]) => {
    const source = entry['@polyvae/source'];
    return source ? [{ id: posix.join(manifest.name, path), file: join(root, 'packages', name, source) }] : [];
  });
}

/** @type {ts.CompilerOptions} */
const compilerOptions = {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.asynciterable.d.ts'],
  customConditions: ['@polyvae/source'],
  strict: true,
  noImplicitAny: false,
  noEmit: true,
  types: ['node'],
  skipLibCheck: true,
};
const program = ts.createProgram(
  packages.flatMap(entriesOf).map(({ file }) => file),
  compilerOptions,
);
const checker = program.getTypeChecker();

/** @type {Map<string, string[]>} */
const found = new Map();
/** @param {ts.Declaration} declaration @param {string} problem */
function report(declaration, problem) {
  const file = declaration.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(declaration.getStart());
  const place = `${relative(root, file.fileName)}:${line + 1}`;
  if (!found.has(place)) found.set(place, []);
  const own = found.get(place);
  if (!own.includes(problem)) own.push(problem);
}

/** @param {ts.Symbol} symbol */
const isDocumented = (symbol) => symbol.getDocumentationComment(checker).length > 0;
/** @param {ts.Symbol} symbol */
const hasExample = (symbol) => symbol.getJsDocTags(checker).some(({ name }) => name === 'example');

/** Members that are written in a declaration: of interfaces, classes, and literals that an alias is made of. */
function* membersOf(/** @type {ts.Node} */ node) {
  if (ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node) || ts.isTypeLiteralNode(node)) yield* node.members;
  else if (ts.isTypeAliasDeclaration(node)) yield* membersOf(node.type);
  else if (ts.isUnionTypeNode(node) || ts.isIntersectionTypeNode(node))
    for (const own of node.types) yield* membersOf(own);
}

/**
 * Whether a member needs a docstring: not the name of an error's class, nor what an alternative says it lacks.
 * @param {ts.Node} member
 */
function isPublicMember(member) {
  if (member.name === undefined || ts.isPrivateIdentifier(member.name)) return false;
  if (ts.getJSDocTags(member).some(({ tagName }) => tagName.text === 'internal')) return false;
  const flags = ts.getCombinedModifierFlags(member);
  if (flags & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) return false;
  if (flags & ts.ModifierFlags.Override && member.name.getText() === 'name') return false;
  return member.type?.kind !== ts.SyntaxKind.UndefinedKeyword;
}

/** @param {ts.Symbol} symbol */
function checkSymbol(symbol) {
  const [declaration] = symbol.declarations ?? [];
  if (!declaration?.getSourceFile().fileName.startsWith(join(root, 'packages'))) return;
  const { name } = symbol;
  if (!isDocumented(symbol)) report(declaration, `'${name}' is not documented`);
  if (ts.isTypeAliasDeclaration(declaration) && /Options$/.test(name)) {
    report(declaration, `'${name}' is an alias: write an interface, whose page shows its fields`);
  }
  if (ts.isInterfaceDeclaration(declaration) && /Options$/.test(name)) checkHeritage(name, declaration);
  const isError = /Error$/.test(name) || name === 'TrainingAborted';
  const isCalled = ts.isFunctionDeclaration(declaration) || ts.isClassDeclaration(declaration);
  if (isCalled && !isError && !hasExample(symbol)) report(declaration, `'${name}' has no @example`);
  if (ts.isFunctionDeclaration(declaration)) checkParameters(name, declaration);
  for (const own of symbol.declarations) {
    for (const member of membersOf(own)) {
      if (!isPublicMember(member)) continue;
      const of = checker.getSymbolAtLocation(member.name);
      if (of && !isDocumented(of)) report(member, `'${name}.${of.name}' is not documented`);
    }
  }
}

/** @param {string} name @param {ts.InterfaceDeclaration} declaration */
function checkHeritage(name, declaration) {
  const parents = (declaration.heritageClauses ?? []).flatMap(({ types }) => [...types]);
  const derived = parents.find(({ expression }) => ['Omit', 'Pick', 'Partial'].includes(expression.getText()));
  if (derived) report(declaration, `'${name}' extends ${derived.getText()}: write its fields`);
}

/** @param {string} name @param {ts.FunctionDeclaration} declaration */
function checkParameters(name, declaration) {
  for (const { name: parameter, type } of declaration.parameters) {
    if (type && ts.isTypeLiteralNode(type)) {
      const bare = type.members.filter((own) => ts.getJSDocCommentsAndTags(own).length === 0);
      if (bare.length > 0)
        report(
          declaration,
          `'${name}' takes ${bare.map((own) => own.name.getText()).join(', ')} without docs: write an interface`,
        );
    }
    if (!type || !ts.isIntersectionTypeNode(type)) continue;
    report(
      declaration,
      `'${name}' takes ${parameter.getText()} of the type ${type.getText()}: name it by an interface`,
    );
  }
}

for (const { file } of packages.flatMap(entriesOf)) {
  const module = checker.getSymbolAtLocation(program.getSourceFile(file));
  for (const own of checker.getExportsOfModule(module)) {
    checkSymbol(own.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(own) : own);
  }
}

/** Names that an example does not declare itself, and what may be left out of one. */
const ofTheReader = new Set([
  2304, // Cannot find name.
  2552, // Cannot find name; did you mean another.
  18004, // No value exists in scope for the shorthand property.
]);

/** Compiles the examples: names of the packages are imported, others are the reader's and may be anything. */
function checkExamples() {
  const imports = importsByName();
  /** @type {Map<string, { text: string, place: string }>} */
  const files = new Map();
  for (const file of sources()) {
    for (const match of file.text.matchAll(/@example\n((?: *\*[^\n/]?[^\n]*\n)+?) *\*\//g)) {
      const { line } = file.getLineAndCharacterOfPosition(match.index);
      const place = `${relative(root, file.fileName)}:${line + 1}`;
      const [, block] = match[1].split('```');
      const code = block?.startsWith('ts\n') ? block.slice(3).replace(/^ *\* ?/gm, '') : undefined;
      if (code === undefined) {
        found.set(place, [...(found.get(place) ?? []), 'the @example has no block of ts']);
        continue;
      }
      const used = [...new Set(code.match(/\b[A-Za-z_]\w*\b/g))];
      const head = used.flatMap((name) => (imports.has(name) && !declares(code, name) ? [imports.get(name)] : []));
      const body = /^declare /.test(code) ? code : `async function example() {\n${code}}\n`;
      files.set(join(root, 'benchmarks', `example-${files.size}.ts`), {
        text: `${head.join('')}export {};\n${body}`,
        place,
      });
    }
  }
  const host = ts.createCompilerHost(compilerOptions);
  const { fileExists, getSourceFile, readFile } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name)?.text ?? readFile(name);
  host.getSourceFile = (name, ...rest) =>
    files.has(name)
      ? ts.createSourceFile(name, files.get(name).text, ts.ScriptTarget.ES2022)
      : (program.getSourceFile(name) ?? getSourceFile(name, ...rest));
  const examples = ts.createProgram([...files.keys()], compilerOptions, host);
  for (const [name, { place }] of files) {
    const file = examples.getSourceFile(name);
    const problems = [...examples.getSyntacticDiagnostics(file), ...examples.getSemanticDiagnostics(file)];
    for (const { code, messageText } of problems.filter(({ code: own }) => !ofTheReader.has(own))) {
      const message = `the @example does not compile: ${ts.flattenDiagnosticMessageText(messageText, ' ')} (TS${code})`;
      found.set(place, [...(found.get(place) ?? []), message]);
    }
  }
}

/** @param {string} code @param {string} name */
const declares = (code, name) =>
  new RegExp(`(const|let|function) [^=;]*\\b${name}\\b[^=;]*=|\\(${name}\\) =>`).test(code);

/** How each name is imported. */
function importsByName() {
  const names = new Map([['tf', "import * as tf from '@tensorflow/tfjs';\n"]]);
  names.set('readFile', "import { readFile } from 'node:fs/promises';\n");
  names.set('writeFile', "import { writeFile } from 'node:fs/promises';\n");
  const entries = all.flatMap(entriesOf);
  const whole = ts.createProgram(
    entries.map(({ file }) => file),
    compilerOptions,
  );
  const types = whole.getTypeChecker();
  for (const { id, file } of entries) {
    const module = types.getSymbolAtLocation(whole.getSourceFile(file));
    for (const { name } of types.getExportsOfModule(module)) {
      if (!names.has(name)) names.set(name, `import { ${name} } from '${id}';\n`);
    }
  }
  return names;
}

/** Sources of the packages. */
function sources() {
  const folders = packages.map((name) => join(root, 'packages', name, 'src/'));
  return program
    .getSourceFiles()
    .filter(({ fileName, isDeclarationFile }) => !isDeclarationFile && folders.some((own) => fileName.startsWith(own)));
}

const opening = /\/\*\*\s*(?:\*\s*)?(What|So many|The same)\b/g;
for (const file of sources()) {
  for (const match of file.text.matchAll(opening)) {
    const { line } = file.getLineAndCharacterOfPosition(match.index);
    const place = `${relative(root, file.fileName)}:${line + 1}`;
    found.set(place, [...(found.get(place) ?? []), `a docstring begins "${match[1]}": begin with a noun or a verb`]);
  }
}

checkExamples();
for (const [place, problems] of found) for (const problem of problems) console.error(`${place}: ${problem}`);
const count = [...found.values()].flat().length;
console.log(count === 0 ? `ok     the docstrings of ${packages.length} packages` : `FAILED ${count} docstrings`);
process.exitCode = count === 0 ? 0 : 1;
