import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const here = fileURLToPath(new URL('.', import.meta.url));
/** Compiled code hashes compiled code; tests that run from the sources hash those. */
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
const folder = extension === '.ts' ? 'src' : 'dist';

function sourceFiles(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension) && !entry.name.includes('.test.'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

function hashFiles(root: string, files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(path.relative(root, file).replaceAll('\\', '/')).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function packageVersion(name: string): string {
  const manifest = require.resolve(`@polyvae/${name}/package.json`);
  const root = path.dirname(manifest);
  return hashFiles(root, [manifest, ...sourceFiles(path.join(root, folder))]);
}

/** What computes, and the package that brings it: another version rounds otherwise. */
const libraries = [
  ['@tensorflow/tfjs', 'models'],
  ['onnxruntime-node', 'backend-onnx'],
] as const;

/** The installed version; manifests name a range. */
function libraryVersion(name: string, user: string): string {
  const from = createRequire(require.resolve(`@polyvae/${user}/package.json`));
  const { version } = from(`${name}/package.json`) as { version: string };
  return `${name} ${version}`;
}

/** Kinds of work that run different code. */
export type CodeKind = 'train' | 'evaluate';

/** The version of the code of each kind. */
export type CodeVersions = Readonly<Record<CodeKind, string>>;

/** The packages whose code decides what a training gives. */
const trainingPackages = [
  'random',
  'distributions',
  'divergences',
  'models',
  'training',
  'datasets',
  'backend-onnx',
] as const;

/** The same among the units' files: an evaluation that changes must not train every model again. */
export const trainingUnits: readonly string[] = ['train', 'build-model', 'flatten-terms'];

/** Files outside the units' folder that evaluations run. */
export const evaluationFiles: readonly string[] = ['report/picture-tiles', 'report/png'];

const versions = new Map<CodeKind, string>();

/**
 * Takes over the versions that another process has found, so that all processes of a run agree even if the code on the
 * disk changes meanwhile.
 */
export function adoptCodeVersions(found: CodeVersions): void {
  versions.set('train', found.train);
  versions.set('evaluate', found.evaluate);
}

/** Both versions, for {@link adoptCodeVersions}. */
export function codeVersions(): CodeVersions {
  return { train: codeVersion('train'), evaluate: codeVersion('evaluate') };
}

/**
 * Identifies the code that decides a work unit's result: the contents of the packages it runs and of the units' files.
 * A change of the report or the command line leaves it as it is.
 */
export function codeVersion(kind: CodeKind): string {
  const known = versions.get(kind);
  if (known) return known;
  const packages = kind === 'train' ? trainingPackages : [...trainingPackages, 'metrics'];
  const units = path.join(here, '..', 'units');
  const own =
    kind === 'train'
      ? trainingUnits.map((name) => path.join(units, `${name}${extension}`))
      : [...sourceFiles(units), ...evaluationFiles.map((name) => path.join(here, '..', `${name}${extension}`))];
  const files = [...own, path.join(here, '..', 'data', `open-data${extension}`)];
  const hash = createHash('sha256').update(hashFiles(units, files));
  for (const name of packages) hash.update(packageVersion(name));
  for (const [name, user] of libraries) hash.update(libraryVersion(name, user));
  const version = hash.digest('hex');
  versions.set(kind, version);
  return version;
}
