#!/usr/bin/env node
// Measures this backend's operations and whole training steps, in alternation with other engines and PyTorch, and prints
// Markdown. `pnpm bench:backend --help` lists the options.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findPython } from '@polyvae/pytorch/find-python';
import { requireTunedBlas } from '@polyvae/pytorch/require-tuned-blas';
import { PEAK } from './cases/operations.js';
import { describeMachine } from './machine.js';
import { measureCase } from './measure-case.js';
import { measureMemory } from './measure-memory.js';
import { parseOptions, USAGE } from './options.js';
import { renderReport } from './report.js';
import { listCases, selectCases } from './selection.js';
import { formatSpread } from './table.js';
import { verifySteps } from './verify.js';
import { writeSection } from './write-section.js';

/** PyTorch with a tuned BLAS is never so much slower than ONNX Runtime in a plain matrix product. */
const LEAST_SHARE = 0.25;
const PYTHON_MISSING = 'No Python with PyTorch (--python names one)';

async function measurePeak(engines, options) {
  const task = { ...PEAK, id: 'peak', name: 'peak', kind: 'operation', steps: 10 };
  const results = await measureCase(task, engines, options);
  const measured = Object.entries(results).filter(([, result]) => !result.leftOut);
  return Object.fromEntries(measured.map(([engine, { fastestMs }]) => [engine, PEAK.flops / fastestMs / 1e6]));
}

function stepsWithMemory({ batch, quick, memoryOf }) {
  const steps = listCases(batch, quick).filter(({ kind }) => kind === 'step');
  return selectCases(steps, memoryOf, '--memory-of');
}

async function measureAll(cases, options) {
  const engines = options.engines.filter((engine) => engine !== 'torch' || options.python);
  if (engines.length < options.engines.length) console.error(`${PYTHON_MISSING}: measuring without it.`);
  const peers = engines.filter((engine) => engine === 'onnx' || engine === 'torch');
  const peak = await measurePeak(peers, options);
  if (peak.torch) requireTunedBlas(peak.torch, LEAST_SHARE * peak.onnx);
  const measured = [];
  for (const task of cases) {
    const results = await measureCase(task, engines, options);
    measured.push({ ...task, results });
    const words = Object.entries(results).map(
      ([engine, result]) => `${engine} ${result.leftOut ? '–' : `${formatSpread(result.ms)} ms`}`,
    );
    console.error(`${task.id}: ${words.join(', ')}`);
  }
  const memory = [];
  for (const task of options.memorySteps ? stepsWithMemory(options) : []) {
    for (const engine of options.engines.filter((name) => name === 'onnx' || (name === 'jit' && task.jit))) {
      const measurement = await measureMemory(task, engine, options.memorySteps, options);
      memory.push({ id: task.id, title: task.title, engine, ...measurement });
    }
  }
  const { threads, rounds, quick } = options;
  return { machine: describeMachine(), threads, rounds, quick, engines, peak, measured, memory };
}

async function main() {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) return console.log(USAGE);
  const cases = selectCases(listCases(options.batch, options.quick), options.only);
  if (options.engines.includes('torch') || options.verify) options.python = findPython(options.python);
  if (options.verify) {
    if (!options.python) throw new Error(`--verify: ${PYTHON_MISSING}.`);
    const agree = await verifySteps(cases, options);
    process.exitCode = agree ? 0 : 1;
    return undefined;
  }
  const all = await measureAll(cases, options);
  const report = renderReport(all);
  console.log(report);
  if (options.json) writeFileSync(options.json, `${JSON.stringify(all, undefined, 1)}\n`);
  if (options.writeReadme) {
    const readme = new URL('./README.md', import.meta.resolve('@polyvae/backend-onnx/package.json'));
    writeSection(fileURLToPath(readme), 'speed', report);
  }
  return undefined;
}

try {
  await main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
