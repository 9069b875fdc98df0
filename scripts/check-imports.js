#!/usr/bin/env node
// Holds the directions of import: which package may import which, that everything imported is declared in the
// package's manifest, and that no browser-safe entry point reaches a Node module.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';

/** What each package may import of the others. */
const directions = {
  random: [],
  distributions: ['random'],
  divergences: ['random', 'distributions'],
  models: ['random', 'distributions', 'divergences'],
  training: ['random'],
  datasets: ['random'],
  metrics: ['random'],
  'backend-onnx': [],
  benchmarks: ['random', 'distributions', 'divergences', 'models', 'training', 'datasets', 'metrics', 'backend-onnx'],
};

/** Entry points (export paths) that may use Node; every other one runs in a browser too. */
const nodeEntries = { training: ['./node'], datasets: ['./node'], 'backend-onnx': ['.'], benchmarks: ['.'] };

/** Packages that only run in Node. */
const nodePackages = new Set(['onnxruntime-node', 'sharp', '@polyvae/backend-onnx']);

const builtins = new Set(builtinModules);

/** @param {string} specifier */
function isNodeModule(specifier) {
  return specifier.startsWith('node:') || builtins.has(specifier) || nodePackages.has(packageOf(specifier));
}

/** The package of a bare specifier: `@scope/name/path` → `@scope/name`. @param {string} specifier */
function packageOf(specifier) {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** @param {string} directory @returns {string[]} */
function sourceFiles(directory) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.split('/').includes('node_modules'))
    .map((name) => join(directory, name));
}

/** Static, dynamic and re-exporting imports; type-only ones do not exist at run time. @param {string} file */
function importsOf(file) {
  const text = readFileSync(file, 'utf8');
  const all = ts.preProcessFile(text, true, true).importedFiles.map((imported) => imported.fileName);
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const typeOnly = new Set();
  const values = new Set();
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue;
    const specifier = statement.moduleSpecifier;
    if (!specifier || !ts.isStringLiteral(specifier)) continue;
    const isType = ts.isImportDeclaration(statement)
      ? statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
      : statement.isTypeOnly;
    (isType ? typeOnly : values).add(specifier.text);
  }
  return all.map((specifier) => ({ specifier, typeOnly: typeOnly.has(specifier) && !values.has(specifier) }));
}

/** @param {string} from @param {string} specifier */
function resolveRelative(from, specifier) {
  return resolve(dirname(from), specifier.replace(/\.js$/, '.ts'));
}

/** @param {string} file */
function isTestFile(file) {
  return /\.test\.ts$|\.test-[a-z]+\.ts$|\/(test|fixtures|bench)\//.test(file);
}

/**
 * @param {string} root The repository.
 * @returns {string[]} What is wrong; empty if nothing is.
 */
export function checkImports(root) {
  const problems = [];
  const packages = new Map();
  for (const folder of [...readdirSync(join(root, 'packages')).map((name) => join('packages', name)), 'benchmarks']) {
    const path = join(root, folder);
    if (!existsSync(join(path, 'package.json'))) continue;
    const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
    packages.set(manifest.name, { path, manifest, short: manifest.name.replace('@polyvae/', '') });
  }
  for (const { path, manifest, short } of packages.values()) {
    const allowed = directions[short];
    if (!allowed) {
      problems.push(`${manifest.name}: add it to "directions" in scripts/check-imports.js`);
      continue;
    }
    const declared = new Set(Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }));
    const development = new Set([...declared, ...Object.keys(manifest.devDependencies ?? {}), 'vitest']);
    for (const file of sourceFiles(join(path, 'src'))) {
      const where = relative(root, file);
      for (const { specifier } of importsOf(file)) {
        if (specifier.startsWith('.')) {
          if (!isTestFile(file) && isTestFile(resolveRelative(file, specifier)) && !/\.json$/.test(specifier)) {
            problems.push(`${where}: shipped code imports the test file "${specifier}"`);
          }
          continue;
        }
        if (specifier.startsWith('node:')) continue;
        if (builtins.has(specifier)) {
          problems.push(`${where}: write "node:${specifier}"`);
          continue;
        }
        const name = packageOf(specifier);
        if (
          packages.has(name) &&
          name !== manifest.name &&
          !allowed.includes(name.replace('@polyvae/', '')) &&
          !isTestFile(file)
        ) {
          problems.push(
            `${where}: ${manifest.name} must not import ${name} (allowed: ${allowed.join(', ') || 'none'})`,
          );
        }
        if (name !== manifest.name && !(isTestFile(file) ? development : declared).has(name)) {
          problems.push(`${where}: "${name}" is imported but not declared in ${relative(root, path)}/package.json`);
        }
      }
    }
    for (const [entry, target] of Object.entries(manifest.exports ?? {})) {
      const source = typeof target === 'object' ? target['@polyvae/source'] : undefined;
      if (!source || nodeEntries[short]?.includes(entry)) continue;
      const chain = pathToNode(join(path, source), packages, new Set(), root);
      if (chain) problems.push(`${manifest.name} "${entry}" must run in a browser, but reaches ${chain.join(' → ')}`);
    }
  }
  return problems;
}

/** The chain of files from `file` to a Node module, if there is one. */
function pathToNode(file, packages, seen, root) {
  if (seen.has(file) || !existsSync(file)) return undefined;
  seen.add(file);
  const here = relative(root, file);
  for (const { specifier, typeOnly } of importsOf(file)) {
    if (typeOnly) continue;
    if (isNodeModule(specifier)) return [here, specifier];
    let next;
    if (specifier.startsWith('.')) next = resolveRelative(file, specifier);
    else {
      const other = packages.get(packageOf(specifier));
      const entry = `.${specifier.slice(packageOf(specifier).length)}`;
      const target = other?.manifest.exports?.[entry]?.['@polyvae/source'];
      if (target) next = join(other.path, target);
    }
    const chain = next && pathToNode(next, packages, seen, root);
    if (chain) return [here, ...chain];
  }
  return undefined;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const problems = checkImports(resolve(dirname(fileURLToPath(import.meta.url)), '..'));
  for (const problem of problems) console.error(problem);
  console.log(problems.length === 0 ? 'imports: all directions hold' : `imports: ${problems.length} problems`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
