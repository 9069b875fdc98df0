#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const packageRoot = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const workspace = path.join(packageRoot, '..', '..');
const entry = path.join(packageRoot, 'dist', 'main.js');

/** In a fresh checkout nothing is compiled yet: does that first, on standard error, so that standard output stays clean. */
function build() {
  const tsc = path.join(workspace, 'node_modules', 'typescript', 'bin', 'tsc');
  if (!existsSync(path.join(workspace, 'pnpm-workspace.yaml')) || !existsSync(tsc)) {
    console.error(`${entry} is missing, and this is no workspace with TypeScript installed to build it from.`);
    console.error('In a checkout run: npx --yes pnpm@10.34.8 install');
    process.exit(1);
  }
  console.error('Building polyvae for the first time …');
  const { status } = spawnSync(process.execPath, [tsc, '-b', path.join(packageRoot, 'tsconfig.build.json')], {
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0 || !existsSync(entry)) {
    console.error('The build failed; the messages above say why. Try: npx --yes pnpm@10.34.8 run build');
    process.exit(1);
  }
}

if (!existsSync(entry)) build();
await import('../dist/main.js');
