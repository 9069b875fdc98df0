import { type Import, parse, type StaticImport } from 'es-module-lexer';
import { described, JobsError } from '../errors.js';

/** Everything that a module exports, or all of it. */
export const everything = '*';

/** A module that another one uses at run time. */
export interface ModuleImport {
  readonly specifier: string;
  /** Exported names that are used; {@link everything} for namespaces, dynamic imports and side effects. */
  readonly names: readonly string[];
  /** True if a missing module is no mistake: a dynamic import or `require`, which code may try. */
  readonly optional: boolean;
}

/** The uses of other modules in a module's text; types are left out. */
export interface ParsedModule {
  readonly imports: readonly ModuleImport[];
  /** Relative addresses in `new URL('…', import.meta.url)`. */
  readonly assets: readonly string[];
  /** Where a name that the module re-exports comes from. */
  readonly reexports: ReadonlyMap<string, { readonly specifier: string; readonly name: string }>;
  /** Specifiers of `export * from`. */
  readonly stars: readonly string[];
  /** Names of what the module itself defines and exports. */
  readonly own: ReadonlySet<string>;
  /** True if it has no statement but imports and re-exports. */
  readonly isBarrel: boolean;
  /** Position (line:column) of a dynamic import whose module cannot be told. */
  readonly computed?: string;
}

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ' ');

/** Names in an import statement, given up to the specifier; {@link everything} for a side effect or a namespace. */
function importedNames(statement: string): string[] {
  const text = withoutComments(statement).trim();
  if (!text.endsWith('from')) return [everything];
  const clause = text.slice('import'.length, -'from'.length);
  const open = clause.indexOf('{');
  const close = open < 0 ? -1 : clause.indexOf('}', open);
  const list = close < 0 ? '' : clause.slice(open + 1, close);
  const bare = (close < 0 ? clause : clause.slice(0, open) + clause.slice(close + 1)).split(',');
  const names = bare.map((part) => part.trim()).filter((part) => part !== '');
  const items = list.split(',').map((item) => item.trim());
  return [
    ...names.map((name) => (name.includes('*') ? everything : 'default')),
    ...items
      .filter((item) => item !== '' && !/^type\s+(?!as\b)/.test(item))
      .map((item) => unquoted(item.split(/(?<!\s)\s+as\s/)[0]!)),
  ];
}

const unquoted = (name: string): string => name.replace(/^['"]|['"]$/g, '');

function positionIn(text: string, offset: number): string {
  const lines = text.slice(0, offset).split('\n');
  return `${lines.length}:${lines.at(-1)!.length + 1}`;
}

/** Whether a dynamic import takes its module from an address that it is given, which bundlers are told: such a module is data. */
function isByAddress(statement: string): boolean {
  return statement.includes('@vite-ignore');
}

/** Whether nothing is left of a text without its import and export statements. */
function consistsOf(text: string, statements: readonly StaticImport[]): boolean {
  let rest = '';
  let end = 0;
  for (const { importStart, importEnd } of statements) {
    rest += text.slice(end, importStart);
    end = importEnd;
  }
  rest = withoutComments(rest + text.slice(end)).replace(/\bexport\s*(type\s*)?\{[^}]*\}/g, '');
  return /^[\s;]*$/.test(rest);
}

/**
 * Reads which modules a module of JavaScript or TypeScript uses.
 * @param file Its name, for errors.
 * @throws {JobsError} if it is neither.
 */
export function parseModule(text: string, file: string): ParsedModule {
  let lexed: ReturnType<typeof parse>;
  try {
    lexed = parse(text, file);
  } catch (error) {
    throw new JobsError(`Cannot read the imports of ${file}: ${described(error).message}`);
  }
  const [records, exports] = lexed;
  const values = exports.filter(({ typeOnly }) => !typeOnly);
  const isStatic = (record: Import): record is StaticImport =>
    record.type === 'static' || record.type === 'reexport-star';
  const statements = records.filter(isStatic);
  const imports: ModuleImport[] = [];
  const reexports = new Map<string, { specifier: string; name: string }>();
  const stars: string[] = [];
  let computed: string | undefined;
  let hasEffect = false;
  for (const [index, record] of records.entries()) {
    if (record.type === 'import-meta') continue;
    if (record.type === 'dynamic') {
      if (record.probablyTypeOnly || isByAddress(text.slice(record.importStart, record.importEnd))) continue;
      if (record.specifier === undefined || record.glob) computed ??= positionIn(text, record.importStart);
      else imports.push({ specifier: record.specifier, names: [everything], optional: true });
      hasEffect = true;
      continue;
    }
    if (record.typeOnly) continue;
    const { specifier } = record;
    if (record.type === 'reexport-star') {
      stars.push(specifier);
      imports.push({ specifier, names: [everything], optional: false });
      continue;
    }
    const statement = text.slice(record.importStart, record.start - 1);
    const names: string[] = [];
    for (const one of values) {
      if (one.type !== 'reexport' || one.importIndex !== index) continue;
      const name = one.importName ?? everything;
      reexports.set(one.name, { specifier, name });
      names.push(name);
    }
    if (statement.startsWith('import')) {
      const used = importedNames(statement);
      // Whatever is imported but not exported again is imported for its effect, or to be used.
      if (names.length === 0 && used.length > 0) hasEffect = true;
      names.push(...used);
    }
    if (names.length > 0) imports.push({ specifier, names: [...new Set(names)], optional: false });
  }
  // CommonJS and native packages are loaded so.
  if (text.includes('createRequire')) {
    for (const [, specifier] of text.matchAll(/\brequire(?:\.resolve)?\(\s*['"]([^'"]+)['"]/g)) {
      imports.push({ specifier: specifier!, names: [everything], optional: true });
    }
  }
  const assets = [
    ...text.matchAll(/\bnew URL\(\s*(['"`])(\.{1,2}\/[^'"`$]+)\1\s*,\s*import\.meta\.url\s*(?:,\s*)?\)/g),
  ];
  return {
    imports,
    assets: assets.map((match) => match[2]!),
    reexports,
    stars,
    own: new Set(values.flatMap((one) => (one.type === 'direct' ? [one.name] : []))),
    isBarrel: !hasEffect && consistsOf(text, statements),
    ...(computed !== undefined && { computed }),
  };
}
