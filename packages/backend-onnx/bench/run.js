#!/usr/bin/env node
// Measures this backend's mmJSD training step against PyTorch's in alternation, and prints a Markdown table.
// Usage: node bench/run.js [--batch 256] [--steps 20] [--rounds 3] [--threads N] [--python python3]
import { execFileSync, spawnSync } from 'node:child_process';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    batch: { type: 'string', default: '256' },
    steps: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '3' },
    threads: { type: 'string', default: String(availableParallelism()) },
    python: { type: 'string' },
  },
});
for (const name of ['batch', 'steps', 'rounds', 'threads']) {
  if (!/^[1-9]\d*$/.test(options[name])) {
    console.error(`--${name}: expected a positive whole number, found "${options[name]}"`);
    process.exit(2);
  }
}

const ours = fileURLToPath(new URL('./step.js', import.meta.url));
const theirs = fileURLToPath(new URL('../../../benchmarks/bench/pytorch-step.py', import.meta.url));
const common = ['--batch', options.batch, '--steps', options.steps];
const env = { ...process.env, OMP_NUM_THREADS: options.threads, OPENBLAS_NUM_THREADS: '1' };

const candidates = options.python ? [options.python] : ['python3', '/usr/bin/python3'];
const python = candidates.find((name) => spawnSync(name, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0);
if (!python) console.error(`No PyTorch in ${candidates.join(', ')}: measuring this backend alone.`);

const read = (command, args) => JSON.parse(execFileSync(command, args, { env, encoding: 'utf8' }));
const rows = [];
for (let round = 0; round < Number(options.rounds); round++) {
  const onnx = read(process.execPath, [ours, ...common, '--threads', options.threads]);
  const torch = python && read(python, [theirs, ...common]);
  rows.push({ onnx, torch });
  const reference = torch ? `, ${torch.engine} ${torch.msPerStep.median.toFixed(0)} ms` : '';
  console.error(`round ${round + 1}/${options.rounds}: onnx ${onnx.msPerStep.median} ms${reference}`);
}

const middle = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const spread = (values) =>
  `${middle(values).toFixed(0)} (${Math.min(...values).toFixed(0)}–${Math.max(...values).toFixed(0)})`;
console.log(
  `mmJSD training step, batch ${options.batch}, ${options.threads} threads on ${cpus()[0].model.trim()}, Node ${process.version}\n`,
);
console.log('| Engine | ms a step, median of rounds (range) |\n|---|---|');
console.log(`| onnx | ${spread(rows.map((row) => row.onnx.msPerStep.median))} |`);
if (python) {
  const ratio = middle(rows.map((row) => row.onnx.msPerStep.median / row.torch.msPerStep.median));
  console.log(`| ${rows[0].torch.engine} | ${spread(rows.map((row) => row.torch.msPerStep.median))} |`);
  console.log(
    `\nMedian ratio ${ratio.toFixed(2)}; first step, compilation included, ${middle(rows.map((row) => row.onnx.firstStepMs)).toFixed(0)} ms.`,
  );
}
