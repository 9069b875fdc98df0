import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { JobsError } from '../errors.js';
import { sha256 } from '../sha256.js';
import { CodeReader, isModule } from './code-reader.js';
import { everything, type ParsedModule } from './parse-module.js';
import type { Resolved } from './resolve-module.js';

/** The code that a module runs. */
export interface CodeGraph {
  /** Names of the files that count, sorted: their package's name and the path in it. */
  readonly files: readonly string[];
  /** Installed packages that they import, sorted, e.g. `zod@4.0.0`. */
  readonly packages: readonly string[];
  /** Hash of names, contents and versions. */
  readonly identity: string;
}

/** How imports of packages are resolved. */
export interface CodeGraphOptions {
  /** Export conditions beyond `node`, `import` and `default`; default: those that this process was started with. */
  readonly conditions?: readonly string[];
}

/** Export conditions that Node was started with (`--conditions`, `-C`). */
function conditionsOfProcess(): string[] {
  const words = [...process.execArgv, ...(process.env.NODE_OPTIONS ?? '').split(/\s+/)];
  return words.flatMap((word, i) => {
    if (word === '--conditions' || word === '-C') return words[i + 1] ?? [];
    return /^(?:--conditions|-C)=(.+)$/.exec(word)?.[1] ?? [];
  });
}

/**
 * Follows the imports of a module: static and dynamic ones, through linked packages of a workspace, but not types. Of an
 * installed package only the version counts. A module without anything but re-exports does not count itself: only the
 * modules that define the names in use are followed. Files named by `new URL('./x.json', import.meta.url)` count as well.
 * @throws {JobsError} if a module is missing, or a dynamic import does not name its module literally.
 */
export function codeGraph(entry: URL, { conditions = conditionsOfProcess() }: CodeGraphOptions = {}): CodeGraph {
  return new CodeWalk(new CodeReader(conditions)).from(entry);
}

const readers = new Map<string, CodeReader>();
const identities = new Map<string, string>();

/**
 * Identity of the code that a module runs: it changes when a file of its {@link codeGraph} or the version of an installed
 * package does. Files are read once in a process.
 * @throws {JobsError} if its imports cannot be followed.
 */
export function codeIdentity(entry: URL, { conditions = conditionsOfProcess() }: CodeGraphOptions = {}): string {
  const world = conditions.join('\n');
  const name = `${world}\n${entry.href}`;
  const known = identities.get(name);
  if (known !== undefined) return known;
  const reader = readers.get(world) ?? new CodeReader(conditions);
  readers.set(world, reader);
  const { identity } = new CodeWalk(reader).from(entry);
  identities.set(name, identity);
  return identity;
}

class CodeWalk {
  readonly #reader: CodeReader;
  /** Hash of each file that counts. */
  readonly #files = new Map<string, string>();
  readonly #packages = new Set<string>();
  /** Names that were asked of barrels. */
  readonly #asked = new Set<string>();

  constructor(reader: CodeReader) {
    this.#reader = reader;
  }

  from(entry: URL): CodeGraph {
    const found = this.#reader.resolve(entry.href, fileURLToPath(entry));
    if (found.type !== 'file') throw new JobsError(`There is no module ${fileURLToPath(entry)}.`);
    this.#visit(found.file, everything);
    const files = [...this.#files].map(([file, hash]) => [this.#nameOf(file, found.file), hash] as const);
    files.sort(([a], [b]) => (a < b ? -1 : 1));
    const packages = [...this.#packages].sort();
    const identity = sha256(JSON.stringify({ files, packages }));
    return { files: files.map(([name]) => name), packages, identity };
  }

  /** A file's name on every machine, wherever its package lies. */
  #nameOf(file: string, entry: string): string {
    const own = this.#reader.packageOf(file);
    const name = own
      ? `${own.manifest.name}/${path.relative(own.folder, file)}`
      : path.relative(path.dirname(entry), file);
    return name.replaceAll(path.sep, '/');
  }

  /** Adds a file of which a name is used. */
  #visit(file: string, name: string): void {
    if (this.#files.has(file)) return;
    const { hash, module } = this.#reader.read(file);
    if (module?.isBarrel) {
      const question = `${file}\0${name}`;
      if (this.#asked.has(question)) return;
      this.#asked.add(question);
      this.#visitBarrel(file, module, name);
      return;
    }
    this.#files.set(file, hash);
    if (!module) return;
    if (module.computed !== undefined) {
      throw new JobsError(
        `${file}:${module.computed} imports a module whose name is computed, so the code that runs cannot be told. ` +
          "Write import('…') with the name itself, e.g. in a table of functions, one for each module.",
      );
    }
    for (const { specifier, names, optional } of module.imports) {
      for (const used of names) this.#follow(specifier, used, file, optional);
    }
    for (const asset of module.assets) {
      const target = path.resolve(path.dirname(file), asset);
      const exists = !isModule(target) && statSync(target, { throwIfNoEntry: false })?.isFile();
      if (exists) this.#visit(realpathSync(target), everything);
    }
  }

  #follow(specifier: string, name: string, from: string, optional = false): void {
    const found = this.#resolve(specifier, from, optional);
    if (found.type === 'file') this.#visit(found.file, name);
    else if (found.type === 'package') this.#packages.add(found.version);
  }

  #resolve(specifier: string, from: string, optional = false): Resolved {
    const found = this.#reader.resolve(specifier, from);
    if (found.type === 'missing' && !optional) {
      throw new JobsError(`${from} imports '${specifier}', which cannot be found. Is it installed, and spelt right?`);
    }
    return found;
  }

  /** Follows a name to the module that defines it. */
  #visitBarrel(file: string, { reexports, stars }: ParsedModule, name: string): void {
    if (name === everything) {
      for (const one of reexports.values()) this.#follow(one.specifier, one.name, file);
      for (const specifier of stars) this.#follow(specifier, everything, file);
      return;
    }
    const named = reexports.get(name);
    if (named) {
      this.#follow(named.specifier, named.name, file);
      return;
    }
    for (const specifier of stars) {
      const found = this.#resolve(specifier, file);
      // Of installed packages it is not known what they export.
      if (found.type === 'package') this.#packages.add(found.version);
      else if (found.type === 'file' && this.#provides(found.file, name, new Set())) this.#visit(found.file, name);
    }
  }

  /** Whether a module exports a name, itself or by way of others. */
  #provides(file: string, name: string, seen: Set<string>): boolean {
    const { module } = this.#reader.read(file);
    if (!module || seen.has(file)) return false;
    seen.add(file);
    const { own, reexports, stars } = module;
    return (
      own.has(name) ||
      reexports.has(name) ||
      stars.some((specifier) => {
        const found = this.#resolve(specifier, file);
        return found.type === 'package' || (found.type === 'file' && this.#provides(found.file, name, seen));
      })
    );
  }
}
