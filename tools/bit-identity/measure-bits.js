// Trains the same small model under one change at a time, and prints which stages have the same bits as without it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { markdownTable } from 'markdown-table';

const usage = `node tools/bit-identity/measure-bits.js [--node PATH]… [--runtime FOLDER]… [--emulator PATH]
Prints a table: what stays the same, bit for bit, when a training is repeated with one thing changed.

--node      another Node.js
--runtime   a folder in which another onnxruntime-node is installed
--emulator  qemu-x86_64: repeats it on processors with other instructions`;

const { values: given } = parseArgs({
  options: {
    node: { type: 'string', multiple: true, default: [] },
    runtime: { type: 'string', multiple: true, default: [] },
    emulator: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});

const stages = [
  'random numbers',
  'drawn data',
  'linear probe',
  'weights at the start',
  'generations at the start',
  'loss of the first step',
  'losses of all steps',
  'weights at the end',
  'generations at the end',
];

/** @typedef {{ readonly name: string, readonly options?: object, readonly command?: readonly string[], readonly env?: object, readonly against?: string }} Change */

const folder = mkdtempSync(join(tmpdir(), 'bit-identity-'));
const script = fileURLToPath(new URL('record-run.js', import.meta.url));
const preload = fileURLToPath(new URL('other-runtime.cjs', import.meta.url));

/** Trains once. @param {Change} change @param {string} own Name of its folder. */
function train({ options = {}, command = [process.execPath], env = {} }, own) {
  const [program, ...before] = command;
  const about = JSON.stringify({ engine: 'onnx', ...options, folder: join(folder, own) });
  const { status, stderr } = spawnSync(/** @type {string} */ (program), [...before, script, about], {
    encoding: 'utf8',
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2', ...env },
  });
  if (status !== 0) throw new Error(`${own}: ended with ${status}\n${stderr}`);
}

/** @param {string} own @param {string} stage */
function numbersOf(own, stage) {
  const path = join(folder, own, stage);
  if (!existsSync(path)) return undefined;
  const bytes = readFileSync(path);
  return new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);
}

/** `same`, or the largest difference over the largest number. @param {string} one @param {string} other @param {string} stage */
function compare(one, other, stage) {
  const [a, b] = [numbersOf(one, stage), numbersOf(other, stage)];
  if (!a || !b) return '';
  if (a.length !== b.length) return 'another length';
  let [difference, largest] = [0, 0];
  for (const [i, value] of a.entries()) {
    difference = Math.max(difference, Math.abs(value - /** @type {number} */ (b[i])));
    largest = Math.max(largest, Math.abs(value));
  }
  return difference === 0 ? 'same' : (difference / largest).toExponential(0);
}

/** @type {Change[]} */
const changes = [
  { name: 'another process' },
  { name: 'compiled steps (`jit`)', options: { compile: true } },
  { name: 'stopped after 2 of 4 epochs, resumed', options: { checkpoints: join(folder, 'checkpoints') } },
  { name: 'saved, loaded', options: { saved: join(folder, 'saved') } },
  { name: '2 threads instead of 1', options: { threads: 2 } },
  { name: '4 threads instead of 1', options: { threads: 4 } },
  { name: '4 threads, another process, against 4 threads', options: { threads: 4 }, against: '4 threads instead of 1' },
  { name: "without ONNX Runtime's rewriting of graphs", options: { optimisation: 'disabled' } },
  { name: 'engine `cpu` of TensorFlow.js', options: { engine: 'cpu' } },
  {
    name: '`cpu`, another process, against `cpu`',
    options: { engine: 'cpu' },
    against: 'engine `cpu` of TensorFlow.js',
  },
];
for (const path of given.node) {
  const version = spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout.trim();
  const against = 'engine `cpu` of TensorFlow.js';
  changes.push(
    { name: `Node.js ${version} instead of ${process.version}`, command: [path] },
    { name: `\`cpu\`, Node.js ${version}, against \`cpu\``, command: [path], options: { engine: 'cpu' }, against },
  );
}
for (const path of given.runtime) {
  const manifest = join(path, 'node_modules/onnxruntime-node/package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
  const command = [process.execPath, '--require', preload];
  changes.push({ name: `ONNX Runtime ${version}`, command, env: { OTHER_ONNX_RUNTIME: path } });
}
if (given.emulator) {
  const processors = {
    max: 'the same instructions, emulated',
    Haswell: 'AVX2, emulated',
    Nehalem: 'SSE4.2 only, emulated',
  };
  for (const [processor, what] of Object.entries(processors)) {
    const command = [given.emulator, '-cpu', processor, process.execPath];
    changes.push({ name: `processor: ${what}`, command });
    if (processor !== 'Nehalem') continue;
    const against = 'engine `cpu` of TensorFlow.js';
    changes.push({
      name: `\`cpu\`, processor: ${what}, against \`cpu\``,
      command,
      options: { engine: 'cpu' },
      against,
    });
  }
}

if (given.help) console.log(usage);
else {
  try {
    train({ name: 'as it is' }, 'as it is');
    const rows = changes.map((change) => {
      const { name, options, against = 'as it is' } = change;
      try {
        if (options && 'checkpoints' in options) train({ ...change, options: { ...options, epochs: 2 } }, 'begun');
        train(change, name);
      } catch (error) {
        console.error(/** @type {Error} */ (error).message);
        return [name, ...stages.map(() => 'failed')];
      }
      console.error(`measured: ${name}`);
      return [name, ...stages.map((stage) => compare(against, name, stage))];
    });
    console.log(markdownTable([['changed', ...stages], ...rows]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
