#!/usr/bin/env node
// Writes the list of kernels into the README, from what the built package registers. Usage: pnpm run kernel-table
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { supportedKernels } from '../dist/index.js';

const path = fileURLToPath(new URL('../README.md', import.meta.url));
const { native, fallback } = supportedKernels();

/** Names in lines of at most 120 characters. */
function lines(names) {
  const wrapped = [''];
  for (const name of names.map((text) => `\`${text}\``)) {
    const last = wrapped.at(-1);
    if (last !== '' && last.length + name.length + 1 > 120) wrapped.push(name);
    else wrapped[wrapped.length - 1] = last === '' ? name : `${last} ${name}`;
  }
  return wrapped.join('\n');
}

const list = [
  `**Recorded as ONNX operators (${native.length})**`,
  lines(native),
  `**Computed by tfjs-backend-cpu (${fallback.length})**`,
  lines(fallback),
].join('\n\n');
const [start, end] = ['<!-- kernels -->', '<!-- /kernels -->'];
const readme = readFileSync(path, 'utf8');
if (!readme.includes(start) || !readme.includes(end))
  throw new Error(`${path}: expected the markers ${start} and ${end}`);
const [before] = readme.split(start);
const [, after] = readme.split(end);
writeFileSync(`${path}.part`, `${before}${start}\n\n${list}\n\n${end}${after}`);
renameSync(`${path}.part`, path);
