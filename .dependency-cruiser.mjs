// Holds the directions of import between packages and between folders, forbids cycles, and keeps Node out of what a
// browser loads. `pnpm check:imports` runs it; scripts/check-imports.test.ts plants a violation of every rule.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';

/** Packages that each package may import, the benchmarks among them. */
const packages = {
  errors: [],
  random: ['errors'],
  distributions: ['errors', 'random'],
  divergences: ['errors', 'random', 'distributions'],
  training: ['errors', 'random'],
  models: ['errors', 'random', 'distributions', 'divergences', 'training', 'backend-onnx'],
  synthetic: ['errors', 'random'],
  datasets: ['errors', 'random', 'synthetic'],
  metrics: ['errors', 'random'],
  jobs: ['errors'],
  'backend-onnx': ['errors'],
  polyvae: ['errors', 'random', 'benchmarks', 'jobs', 'models', 'training', 'datasets'],
};

/** Folders of one source tree, each of which may import those after it; `leaves` are files that every folder may import, `apart` further folders with rules of their own. */
const chains = {
  'packages/models/src': {
    folders: [
      'onnx',
      'node',
      'saved',
      'presets',
      'model',
      'classifiers',
      'objectives',
      'fusion',
      'modalities',
      'likelihoods',
      'networks',
    ],
    leaves: ['errors'],
    apart: ['published-code'],
  },
  'packages/backend-onnx/src': {
    folders: ['jit', 'kernels', 'backend', 'runtime', 'optimise', 'lower', 'onnx', 'graph'],
    leaves: [],
  },
  'benchmarks/src': {
    folders: ['report', 'results', 'run', 'jobs', 'datasets', 'paper', 'engines', 'input'],
    leaves: [],
  },
};

/** Entry points, by export path, that may use Node; every other one runs in a browser too. */
const nodeEntries = {
  models: ['./node'],
  training: ['./node'],
  datasets: ['./node'],
  jobs: ['.'],
  'backend-onnx': ['.'],
  polyvae: ['.'],
};

/** Packages that only run in Node. */
const nodePackages = ['onnxruntime-node', 'sharp'];

const names = (list) => `(${list.join('|')})`;
/** Patterns of the folders of packages. */
const foldersOf = (list) => names(list.map((name) => (name === 'benchmarks' ? name : `packages/${name}`)));
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Files that are not shipped: tests, what serves them, and benches. */
const tests = '\\.test\\.ts$|\\.test-[a-z]+\\.ts$|/(test|fixtures|bench|scripts|conformance)/|/vitest\\.config\\.ts$';
const houses = '^(packages/[^/]+|benchmarks|tools/[^/]+)/';

const cycles = [
  {
    name: 'no-cycle',
    comment: 'No file imports itself by way of others, types included.',
    from: { path: '^(packages/|benchmarks/src/)' },
    to: { circular: true },
  },
  {
    name: 'no-folder-cycle',
    comment: 'Nor does a folder of a package.',
    scope: 'folder',
    from: { path: '^packages/[^/]+/src/' },
    to: { circular: true, viaOnly: { pathNot: '/(test|conformance)$' } },
  },
];

const betweenPackages = [
  ...Object.entries(packages).flatMap(([name, values]) => [
    {
      name: `${name}-direction`,
      comment: `${name} may import ${values.join(', ') || 'no other package'}.`,
      from: { path: `^packages/${name}/src/`, pathNot: tests },
      to: { path: houses, pathNot: `^${foldersOf([name, ...values])}/` },
    },
  ]),
  {
    name: 'models-onnx-alone',
    comment: 'The ONNX writer is an optional peer of models: only the entry models/onnx loads it.',
    from: { path: '^packages/models/src/', pathNot: `^packages/models/src/onnx(/|\\.ts$)|${tests}` },
    to: { path: '^packages/(models/src/onnx(/|\\.ts$)|backend-onnx/)' },
  },
  {
    name: 'models-onnx-writer',
    comment: 'That entry loads nothing else of the backend.',
    from: { path: '^packages/models/src/', pathNot: tests },
    to: { path: '^packages/backend-onnx/', pathNot: '^packages/backend-onnx/src/onnx\\.ts$' },
  },
  {
    name: 'published-code-public',
    comment: "The published code's ways are built on the package's public entries.",
    from: { path: '^packages/models/src/published-code/', pathNot: tests },
    to: { path: '^packages/models/src/', pathNot: '^packages/models/src/(published-code/|(index|objectives)\\.ts$)' },
  },
  {
    name: 'published-code-apart',
    comment: "Nothing but its entry knows the published code's ways.",
    from: { path: '^packages/(models|divergences|metrics)/src/', pathNot: `/published-code(/|\\.ts$)|${tests}` },
    to: { path: '^packages/(models|divergences|metrics)/src/published-code(/|\\.ts$)' },
  },
  {
    name: 'known-package',
    comment: 'A new package is added to `packages` in .dependency-cruiser.mjs.',
    from: { path: '^packages/[^/]+/src/', pathNot: `^packages/${names(Object.keys(packages))}/` },
    to: {},
  },
  {
    name: 'benchmarks-last',
    comment: 'Only the command imports the benchmarks.',
    from: { path: houses, pathNot: '^(benchmarks|packages/polyvae)/' },
    to: { path: '^benchmarks/' },
  },
  {
    name: 'command-last',
    comment: 'Only tools import the command.',
    from: { path: '^(packages/[^/]+|benchmarks)/', pathNot: '^packages/polyvae/' },
    to: { path: '^packages/polyvae/' },
  },
  {
    name: 'tools-last',
    comment: 'Nothing imports a tool.',
    from: { path: '^(packages/[^/]+|benchmarks)/' },
    to: { path: '^tools/' },
  },
  {
    name: 'public-only',
    comment: 'Another package is imported by its name, through its exports.',
    from: { path: houses },
    to: { path: houses, pathNot: '^$1/', dependencyTypes: ['local'] },
  },
];

const betweenFolders = [
  ...Object.entries(chains).flatMap(([root, { folders, leaves, apart = [] }]) => [
    ...chainRules(root, folders),
    {
      name: `${posix.basename(posix.dirname(root))}-known-folder`,
      comment: 'A new folder is given its place in `chains` in .dependency-cruiser.mjs.',
      from: { path: `^${root}/[^/]+/`, pathNot: `^${root}/${names([...folders, ...apart])}/` },
      to: {},
    },
    {
      name: `${posix.basename(posix.dirname(root))}-root`,
      comment: `Folders import no file of the root${leaves.length > 0 ? ` but ${leaves.join(', ')}` : ''}.`,
      from: { path: `^${root}/${names(folders)}/`, pathNot: tests },
      to: { path: `^${root}/[^/]+$`, pathNot: `^${root}/${names(leaves)}\\.ts$` },
    },
  ]),
];

/** Rules for folders each of which may import those after it. */
function chainRules(root, folders) {
  return folders.slice(1).map((folder, i) => ({
    name: `${posix.basename(posix.dirname(root))}-${folder}`,
    comment: `${root}/${folder} may import ${folders.slice(i + 2).join(', ') || 'no other folder'}.`,
    from: { path: `^${root}/${folder}/`, pathNot: tests },
    to: { path: `^${root}/${names(folders.slice(0, i + 1))}/` },
  }));
}

const shipped = { path: '^(packages/[^/]+|benchmarks)/src/', pathNot: tests };

const declarations = [
  {
    name: 'no-test-code',
    comment: 'Shipped code imports no test.',
    from: shipped,
    to: { path: tests, pathNot: '\\.json$|(^|/)node_modules/' },
  },
  {
    name: 'declared',
    comment: 'Shipped code imports what its package.json has as dependencies or peers.',
    from: shipped,
    to: {
      dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
      dependencyTypesNot: ['npm', 'npm-peer', 'npm-optional'],
    },
  },
  {
    name: 'declared-for-tests',
    comment: 'Tests import what package.json has, and vitest.',
    from: { path: '^(packages/[^/]+|benchmarks)/' },
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], pathNot: '(^|/)vitest(/|$)' },
  },
  { name: 'resolvable', comment: 'Everything imported exists.', from: {}, to: { couldNotResolve: true } },
];

/** Sources of the entry points that run in a browser. */
function browserEntries(root) {
  const folder = join(root, 'packages');
  return readdirSync(folder).flatMap((name) => {
    const manifest = join(folder, name, 'package.json');
    if (!existsSync(manifest)) return [];
    const entries = Object.entries(JSON.parse(readFileSync(manifest, 'utf8')).exports ?? {});
    return entries.flatMap(([entry, target]) => {
      const source = target['@polyvae/source'];
      return source === undefined || nodeEntries[name]?.includes(entry) ? [] : [posix.join('packages', name, source)];
    });
  });
}

const node = [
  `^(node:)?${names(builtinModules.filter((name) => !name.startsWith('_')).map(escaped))}$`,
  `(^|/)node_modules/${names(nodePackages)}/`,
  // The native library, and what registers it.
  '^packages/backend-onnx/src/((index|register)\\.ts$|runtime/node/)',
];

/** Rules and options for the repository at `root`. */
export function configure(root) {
  const browser = {
    name: 'browser-safe',
    comment: 'An entry point that runs in a browser reaches no Node module, not even its types.',
    from: { path: browserEntries(root).map((source) => `^${escaped(source)}$`) },
    to: { path: node, reachable: true },
  };
  const rules = [...cycles, ...betweenPackages, ...betweenFolders, ...declarations, browser];
  return {
    forbidden: rules.map((rule) => ({ severity: 'error', ...rule })),
    options: {
      tsPreCompilationDeps: true,
      doNotFollow: { path: '(^|/)(node_modules|dist)/' },
      exclude: { path: '(^|/)(dist|coverage)/|^docs/' },
      enhancedResolveOptions: {
        exportsFields: ['exports'],
        conditionNames: ['@polyvae/source', 'types', 'node', 'import', 'default'],
      },
    },
  };
}

export default configure(process.cwd());
