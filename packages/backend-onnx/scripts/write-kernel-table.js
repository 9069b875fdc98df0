#!/usr/bin/env node
// Writes the table of kernels into the README, from what the built package registers. Usage: pnpm run kernel-table
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { supportedKernels } from '../dist/index.js';

const path = fileURLToPath(new URL('../README.md', import.meta.url));
const { native, fallback } = supportedKernels();
const cell = (names) => names.map((name) => `\`${name}\``).join(' ');
const table = [
  '| Where | Kernels |',
  '|---|---|',
  `| Recorded as ONNX operators (${native.length}) | ${cell(native)} |`,
  `| Computed by tfjs-backend-cpu (${fallback.length}) | ${cell(fallback)} |`,
].join('\n');
const [start, end] = ['<!-- kernels -->', '<!-- /kernels -->'];
const readme = readFileSync(path, 'utf8');
if (!readme.includes(start) || !readme.includes(end))
  throw new Error(`${path}: expected the markers ${start} and ${end}`);
const [before] = readme.split(start);
const [, after] = readme.split(end);
writeFileSync(`${path}.part`, `${before}${start}\n${table}\n${end}${after}`);
renameSync(`${path}.part`, path);
