import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { configure } from '../.dependency-cruiser.mjs';

// A cruise takes ten seconds of computing.
vi.setConfig({ testTimeout: 120_000 });

const repository = fileURLToPath(new URL('..', import.meta.url));
const cruiser = join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const root = mkdtempSync(join(tmpdir(), 'check-imports-'));

/** Each package, with one that it must not import. */
const against = {
  errors: 'random',
  random: 'distributions',
  distributions: 'divergences',
  divergences: 'models',
  models: 'metrics',
  training: 'models',
  synthetic: 'datasets',
  datasets: 'training',
  metrics: 'models',
  jobs: 'random',
  'backend-onnx': 'random',
};
const packages = Object.keys(against);
const models = [
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
];
const backend = ['jit', 'kernels', 'backend', 'runtime', 'optimise', 'lower', 'onnx', 'graph'];
const benchmarks = ['report', 'results', 'run', 'jobs', 'datasets', 'paper', 'engines', 'input'];

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** A module of each folder; with `upwards`, it imports the folder before its own instead of the one after it. */
function chain(source: string, folders: readonly string[], upwards: boolean): Record<string, string> {
  const name = upwards ? 'upwards' : 'file';
  return Object.fromEntries(
    folders.map((folder, i) => {
      const other = folders[upwards ? i - 1 : i + 1];
      return [`${source}/${folder}/${name}.ts`, other ? `export * from '../${other}/file.js';` : 'export {};'];
    }),
  );
}

/** Violations as `rule: from → to`. */
async function cruise(): Promise<string[]> {
  const config = join(repository, '.dependency-cruiser.mjs');
  const args = [cruiser, '--config', config, '--output-type', 'json', 'packages', 'benchmarks', 'tools'];
  const found = await promisify(execFile)(process.execPath, args, { cwd: root, maxBuffer: 2 ** 26 }).catch(
    (error: { stdout: string }) => error,
  );
  const { summary } = JSON.parse(found.stdout) as {
    summary: { violations: { rule: { name: string }; from: string; to: string }[] };
  };
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
}

const scope = [...packages, 'benchmarks', 'fifth'].map((name) => `@polyvae/${name}`).concat('polyvae');

beforeAll(() => {
  const manifest = (name: string): string =>
    JSON.stringify({
      name,
      type: 'module',
      exports: {
        '.': { '@polyvae/source': './src/index.ts' },
        ...(name === '@polyvae/backend-onnx' && { './onnx': { '@polyvae/source': './src/onnx.ts' } }),
      },
      dependencies: Object.fromEntries(scope.map((own) => [own, '*'])),
      devDependencies: { 'for-tests': '*' },
    });
  for (const name of packages) {
    write({
      [`packages/${name}/package.json`]: manifest(`@polyvae/${name}`),
      [`packages/${name}/src/index.ts`]: 'export {};',
    });
  }
  write({
    'package.json': JSON.stringify({ name: 'polyvae-workspace', type: 'module' }),
    'packages/polyvae/package.json': manifest('polyvae'),
    'packages/polyvae/src/index.ts': "import '@polyvae/benchmarks';",
    'benchmarks/package.json': manifest('@polyvae/benchmarks'),
    'benchmarks/src/index.ts': packages.map((name) => `export * from '@polyvae/${name}';`).join('\n'),
    'tools/golden/package.json': manifest('golden'),
    'tools/golden/replay.ts': "import 'polyvae';",
    'packages/distributions/src/index.ts': "import '@polyvae/random';",
    'packages/models/src/index.ts': "export * from '@polyvae/training';",
    'packages/models/src/onnx.ts': "export * from './onnx/write.js';",
    'packages/models/src/onnx/write.ts': "import '@polyvae/backend-onnx/onnx';",
    'packages/backend-onnx/src/onnx.ts': "export * from './onnx/file.js';",
    'packages/training/src/index.ts': 'export type Fit = () => void;',
    'packages/metrics/src/index.test.ts': "import 'for-tests';\nimport 'vitest';\nimport '@polyvae/models';",
    'packages/backend-onnx/src/index.ts': "import 'node:fs';",
    ...chain('packages/models/src', models, false),
    ...chain('packages/backend-onnx/src', backend, false),
    ...chain('benchmarks/src', benchmarks, false),
  });
  for (const name of ['for-tests', 'vitest', 'undeclared']) write({ [`node_modules/${name}/index.js`]: '' });
  mkdirSync(join(root, 'node_modules/@polyvae'));
  for (const name of packages) symlinkSync(`../../packages/${name}`, join(root, 'node_modules/@polyvae', name));
  symlinkSync('../../benchmarks', join(root, 'node_modules/@polyvae/benchmarks'));
  symlinkSync('../packages/polyvae', join(root, 'node_modules/polyvae'));
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

test('a tree that keeps to the rules has no violations', async () => {
  expect(await cruise()).toEqual([]);
});

test('every rule finds the violation that is planted for it', async () => {
  for (const [name, other] of Object.entries(against)) {
    write({ [`packages/${name}/src/against.ts`]: `import '@polyvae/${other}';` });
  }
  write({
    ...chain('packages/models/src', models, true),
    ...chain('packages/backend-onnx/src', backend, true),
    ...chain('benchmarks/src', benchmarks, true),
    'packages/models/src/saved/writer.ts': "import '@polyvae/backend-onnx/onnx';",
    'packages/models/src/onnx/engine.ts': "import '@polyvae/backend-onnx';",
    'packages/models/src/published-code/way.ts': "import '../saved/file.js';",
    'packages/models/src/saved/knows.ts': "import '../published-code/way.js';",
    'packages/models/src/odd/file.ts': "import '../networks/file.js';",
    'packages/models/src/networks/root.ts': "import '../index.js';",
    'packages/backend-onnx/src/odd/file.ts': "import '../graph/file.js';",
    'packages/backend-onnx/src/graph/root.ts': "import '../index.js';",
    'benchmarks/src/odd/file.ts': "import '../input/file.js';",
    'benchmarks/src/input/root.ts': "import '../index.js';",
    'packages/fifth/src/index.ts': "import '@polyvae/random';",
    'packages/polyvae/src/against.ts': "import '@polyvae/metrics';",
    'tools/golden/last.ts': "import '@polyvae/benchmarks';",
    'benchmarks/src/input/last.ts': "import 'polyvae';",
    'packages/jobs/src/tool.ts': "import '../../../tools/golden/replay.js';",
    'packages/divergences/src/deep.ts': "import '../../random/src/index.js';",
    'packages/training/src/one.ts': "import type { Two } from './two.js';\nexport type One = Two;",
    'packages/training/src/two.ts': "import type { One } from './one.js';\nexport type Two = One;",
    'packages/metrics/src/a/one.ts': "import '../b/one.js';",
    'packages/metrics/src/b/one.ts': 'export {};',
    'packages/metrics/src/b/two.ts': "import '../a/two.js';",
    'packages/metrics/src/a/two.ts': 'export {};',
    'packages/metrics/src/shipped.ts': "import './index.test.js';\nimport 'for-tests';\nimport 'missing';",
    'packages/metrics/src/shipped.test.ts': "import 'undeclared';",
    'packages/datasets/src/index.ts': "export * from './read.js';",
    'packages/datasets/src/read.ts': "export const read = () => import('node:fs');",
  });
  const violations = await cruise();
  const hit = new Set(violations.map((violation) => violation.split(':')[0]));
  const rules = configure(root).forbidden!.map(({ name }) => name);
  expect(rules.filter((name) => !hit.has(name))).toEqual([]);
  expect(violations).toEqual(
    expect.arrayContaining([
      'random-direction: packages/random/src/against.ts → packages/distributions/src/index.ts',
      'models-networks: packages/models/src/networks/upwards.ts → packages/models/src/likelihoods/file.ts',
      'models-onnx-alone: packages/models/src/saved/writer.ts → packages/backend-onnx/src/onnx.ts',
      'models-onnx-writer: packages/models/src/onnx/engine.ts → packages/backend-onnx/src/index.ts',
      'benchmarks-paper: benchmarks/src/paper/upwards.ts → benchmarks/src/datasets/file.ts',
      'polyvae-direction: packages/polyvae/src/against.ts → packages/metrics/src/index.ts',
      'benchmarks-last: tools/golden/last.ts → benchmarks/src/index.ts',
      'command-last: benchmarks/src/input/last.ts → packages/polyvae/src/index.ts',
      'declared: packages/metrics/src/shipped.ts → node_modules/for-tests/index.js',
      'declared-for-tests: packages/metrics/src/shipped.test.ts → node_modules/undeclared/index.js',
      'browser-safe: packages/datasets/src/index.ts → fs',
    ]),
  );
});
