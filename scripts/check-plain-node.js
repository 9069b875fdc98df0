#!/usr/bin/env node
// Runs every package's README example in plain Node on what is published (dist/), outside the test runner, which
// resolves modules in its own way. TensorFlow.js in particular resolves differently there.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = resolve(fileURLToPath(new URL('..', import.meta.url)));
const folders = [...readdirSync(join(root, 'packages')).map((name) => join('packages', name)), 'benchmarks'];
let failures = 0;

/** Runs TypeScript from a folder inside `folder`, so that imports resolve as they do there. */
function run(folder, block, name) {
  const directory = mkdtempSync(join(root, folder, '.readme-example-'));
  try {
    const { outputText } = ts.transpileModule(block, {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true },
    });
    const file = join(directory, 'example.mjs');
    writeFileSync(file, outputText);
    const { status, stderr } = spawnSync(process.execPath, [file], { cwd: directory, encoding: 'utf8' });
    console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name}`);
    if (status !== 0) {
      console.error(stderr);
      failures += 1;
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** @param {string} readme */
function blocksOf(readme) {
  const text = existsSync(readme) ? readFileSync(readme, 'utf8') : '';
  return [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map((match) => match[1]);
}

for (const folder of folders) {
  const [first] = blocksOf(join(root, folder, 'README.md'));
  if (first) run(folder, first, `${folder}/README.md`);
  else {
    console.error(`${folder}/README.md: expected a first \`\`\`ts block`);
    failures += 1;
  }
}
// The root README's examples use several packages; benchmarks depends on all of them.
blocksOf(join(root, 'README.md')).forEach((block, i) => {
  run('benchmarks', block, `README.md, example ${i + 1}`);
});
// The examples, for one epoch.
for (const name of readdirSync(join(root, 'examples'), { withFileTypes: true })) {
  if (!name.isDirectory()) continue;
  const cwd = mkdtempSync(join(tmpdir(), 'polyvae-example-'));
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'examples', name.name, 'index.js')], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, EPOCHS: '1' },
  });
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} examples/${name.name}`);
  if (status !== 0) {
    console.error(stderr);
    failures += 1;
  }
  rmSync(cwd, { recursive: true, force: true });
}
process.exitCode = failures === 0 ? 0 : 1;
