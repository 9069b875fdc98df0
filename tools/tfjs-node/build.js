// Makes @tensorflow/tfjs-node and -gpu loadable without their own download host, which serves libtensorflow: compiles the binding that
// the npm packages carry as source against the libtensorflow in TensorFlow's Python wheel, whose C API is the same.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

const version = '4.22.0';
const tensorflow = '2.15.1';
const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
const packages = ['@tensorflow/tfjs-node', '@tensorflow/tfjs-node-gpu'];

/** @type {(command: string, args: readonly string[], cwd?: string) => void} */
function run(command, args, cwd) {
  execFileSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Why they cannot be built here, if so. */
export function whyNot() {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return `${process.platform}-${process.arch} is not linux-x64`;
  for (const [command, ...args] of [
    ['g++', '--version'],
    ['unzip', '-v'],
    ['python3', '-m', 'pip', '--version'],
  ]) {
    try {
      execFileSync(/** @type {string} */ (command), args, { stdio: 'ignore' });
    } catch {
      return `there is no ${[command, ...args].slice(0, -1).join(' ') || command}`;
    }
  }
  return undefined;
}

/** The wheel's libraries and headers. @param {string} cache */
function unpackWheel(cache) {
  const folder = join(cache, `tensorflow-${tensorflow}`);
  if (existsSync(join(folder, 'done'))) return folder;
  const wheels = mkdtempSync(join(tmpdir(), 'wheels-'));
  try {
    const wheel = ['--no-deps', '--only-binary=:all:', '--python-version', '3.11', `tensorflow-cpu==${tensorflow}`];
    run('python3', ['-m', 'pip', 'download', '-q', '-d', wheels, ...wheel]);
    const names = [...libraries.map((name) => `tensorflow/${name}`), 'tensorflow/include/*'];
    run('unzip', ['-q', '-o', join(wheels, readdirSync(wheels)[0] ?? ''), ...names, '-d', folder]);
    writeFileSync(join(folder, 'done'), '');
  } finally {
    rmSync(wheels, { recursive: true, force: true });
  }
  return folder;
}

/**
 * Builds both packages in a cache folder; what is there is kept. About half a minute and 0.9 GB the first time.
 * @returns {string} The folder node_modules that has them.
 */
export function build(
  cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), `polyvae-tfjs-node-${version}`),
) {
  const modules = join(cache, 'node_modules');
  if (existsSync(join(cache, 'done'))) return modules;
  mkdirSync(cache, { recursive: true });
  const wheel = unpackWheel(cache);
  writeFileSync(join(cache, 'package.json'), '{ "private": true }');
  const named = packages.map((name) => `${name}@${version}`);
  run(
    'npm',
    ['install', '--silent', '--no-audit', '--no-fund', '--ignore-scripts', ...named, 'node-api-headers@1'],
    cache,
  );
  for (const name of packages) {
    const folder = join(modules, name);
    for (const part of ['lib/napi-v8', 'deps/lib']) mkdirSync(join(folder, part), { recursive: true });
    for (const library of libraries) {
      const link = join(folder, 'deps/lib', library);
      if (!existsSync(link)) symlinkSync(join(wheel, 'tensorflow', library), link);
    }
    const include = [join(wheel, 'tensorflow/include'), join(modules, 'node-api-headers/include'), folder];
    run('g++', [
      ...['-std=c++17', '-O2', '-shared', '-fPIC', '-DBUILDING_NODE_EXTENSION', '-DNAPI_VERSION=8'],
      ...include.flatMap((path) => ['-I', path]),
      ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => join(folder, 'binding', file)),
      ...['-o', join(folder, 'lib/napi-v8/tfjs_binding.node'), '-L', join(folder, 'deps/lib')],
      ...libraries.map((library) => `-l:${library}`),
      '-Wl,-rpath,$ORIGIN/../../deps/lib',
    ]);
  }
  writeFileSync(join(cache, 'done'), '');
  return modules;
}
