import { readFileSync, realpathSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { exports as exportsOf, imports as importsOf, type Package } from 'resolve.exports';
import { JobsError } from '../errors.js';

/** Target of an import: a file that is followed, an installed package, or nothing that counts. */
export type Resolved =
  | { readonly type: 'file'; readonly file: string }
  | { readonly type: 'package'; readonly version: string }
  | { readonly type: 'builtin' }
  | { readonly type: 'missing' };

/** A package's folder and manifest. */
export interface PackageFolder {
  readonly folder: string;
  readonly manifest: Package;
}

/** Sources that stand where compiled code would. */
const sources: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.mjs': ['.mts'],
  '.jsx': ['.tsx'],
};

const isFile = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
const isInstalled = (folder: string): boolean => folder.split(path.sep).includes('node_modules');

/** Finds the modules that imports name, as Node does, and sources in place of code that is not compiled. */
export class ModuleResolver {
  readonly #conditions: readonly string[];
  readonly #manifests = new Map<string, Package | undefined>();

  constructor(conditions: readonly string[]) {
    this.#conditions = conditions;
  }

  /** The module that `specifier` means in the file `from`, an absolute path. */
  resolve(specifier: string, from: string): Resolved {
    if (isBuiltin(specifier)) return { type: 'builtin' };
    if (specifier.startsWith('file:')) return this.#file(fileURLToPath(specifier));
    if (/^\.{0,2}\//.test(specifier)) return this.#file(path.resolve(path.dirname(from), specifier));
    if (specifier.startsWith('#')) return this.#internal(specifier, from);
    const own = this.packageOf(from);
    const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
    if (own?.manifest.name === name && own.manifest.exports !== undefined) return this.#entry(own, specifier, from);
    for (let folder = path.dirname(from); ; folder = path.dirname(folder)) {
      const manifest = this.#manifest(path.join(folder, 'node_modules', name));
      if (manifest) {
        const found = { folder: realpathSync(path.join(folder, 'node_modules', name)), manifest };
        return isInstalled(found.folder)
          ? { type: 'package', version: `${name}@${manifest.version ?? 'unknown'}` }
          : this.#entry(found, specifier, from);
      }
      if (folder === path.dirname(folder)) return { type: 'missing' };
    }
  }

  /** The package that a file belongs to, if it does. */
  packageOf(file: string): PackageFolder | undefined {
    for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
      const manifest = this.#manifest(folder);
      // Manifests without a name only say how the files below them are to be read.
      if (manifest?.name) return { folder, manifest };
      if (folder === path.dirname(folder)) return undefined;
    }
  }

  #manifest(folder: string): Package | undefined {
    if (!this.#manifests.has(folder)) {
      const file = path.join(folder, 'package.json');
      this.#manifests.set(folder, isFile(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Package) : undefined);
    }
    return this.#manifests.get(folder);
  }

  #file(file: string): Resolved {
    const extension = path.extname(file);
    const others = (sources[extension] ?? []).map((other) => file.slice(0, -extension.length) + other);
    const found = [file, ...others].find(isFile);
    return found === undefined ? { type: 'missing' } : { type: 'file', file: realpathSync(found) };
  }

  /** The module that a linked package gives for a specifier. */
  #entry({ folder, manifest }: PackageFolder, specifier: string, from: string): Resolved {
    const subpath = specifier.slice(manifest.name.length);
    const plain = subpath === '' ? (manifest.main ?? 'index.js') : `.${subpath}`;
    const target = manifest.exports === undefined ? plain : this.#target(exportsOf, manifest, specifier);
    if (target === undefined) {
      throw new JobsError(
        `${from} imports '${specifier}', which ${manifest.name} does not export: see exports in ${folder}/package.json.`,
      );
    }
    const found = this.#file(path.join(folder, target));
    if (found.type === 'file') return found;
    throw new JobsError(
      `${from} imports '${specifier}', but ${path.join(folder, target)} does not exist. Build ${manifest.name} first.`,
    );
  }

  /** An import of the package's own `imports`. */
  #internal(specifier: string, from: string): Resolved {
    const own = this.packageOf(from);
    const target = own && this.#target(importsOf, own.manifest, specifier);
    if (!own || target === undefined) return { type: 'missing' };
    return target.startsWith('.') ? this.#file(path.join(own.folder, target)) : this.resolve(target, from);
  }

  /** The target of a specifier in the manifest's exports or imports; undefined if it is not among them. */
  #target(find: typeof exportsOf | typeof importsOf, manifest: Package, specifier: string): string | undefined {
    try {
      return find(manifest, specifier, { conditions: this.#conditions })?.[0];
    } catch {
      return undefined;
    }
  }
}
