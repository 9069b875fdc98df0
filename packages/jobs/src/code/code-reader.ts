import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileError } from '../files.js';
import { sha256 } from '../sha256.js';
import { type ParsedModule, parseModule } from './parse-module.js';
import { ModuleResolver, type PackageFolder, type Resolved } from './resolve-module.js';

/** A file as it was when it was read. */
export interface CodeFile {
  /** Of its content. */
  readonly hash: string;
  /** Absent if it holds no JavaScript or TypeScript. */
  readonly module?: ParsedModule;
}

/** True for the name of a file that imports others. */
export function isModule(file: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(file);
}

/** Reads code and resolves its imports, each once: graphs that share most files are found quickly. */
export class CodeReader {
  readonly #resolver: ModuleResolver;
  readonly #resolved = new Map<string, Resolved>();
  readonly #files = new Map<string, CodeFile>();

  /** @param conditions Export conditions beyond `node`, `import` and `default`. */
  constructor(conditions: readonly string[]) {
    this.#resolver = new ModuleResolver(conditions);
  }

  /** The module that a specifier means in a file. */
  resolve(specifier: string, from: string): Resolved {
    const question = `${path.dirname(from)}\0${specifier}`;
    const resolved = this.#resolved.get(question) ?? this.#resolver.resolve(specifier, from);
    this.#resolved.set(question, resolved);
    return resolved;
  }

  /** The package that a file belongs to, if it does. */
  packageOf(file: string): PackageFolder | undefined {
    return this.#resolver.packageOf(file);
  }

  /** @throws {JobsError} if the file cannot be read or parsed. */
  read(file: string): CodeFile {
    const known = this.#files.get(file);
    if (known) return known;
    let content: Buffer;
    try {
      content = readFileSync(file);
    } catch (error) {
      throw fileError('Cannot read', file, error);
    }
    const hash = sha256(content);
    const read = { hash, ...(isModule(file) && { module: parseModule(content.toString('utf8'), file) }) };
    this.#files.set(file, read);
    return read;
  }
}
