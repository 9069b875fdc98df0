#!/usr/bin/env node
// Runs every package's README example in plain Node on what is published (dist/), outside the test runner, which
// resolves modules in its own way. TensorFlow.js in particular resolves differently there.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = resolve(fileURLToPath(new URL('..', import.meta.url)));
const folders = [...readdirSync(join(root, 'packages')).map((name) => join('packages', name)), 'benchmarks'];
let failures = 0;

for (const folder of folders) {
  const readme = join(root, folder, 'README.md');
  const block = existsSync(readme) && /```ts\n([\s\S]*?)```/.exec(readFileSync(readme, 'utf8'))?.[1];
  if (!block) {
    console.error(`${folder}/README.md: expected a first \`\`\`ts block`);
    failures += 1;
    continue;
  }
  const directory = mkdtempSync(join(root, folder, '.readme-example-'));
  try {
    const { outputText } = ts.transpileModule(block, {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true },
    });
    const file = join(directory, 'example.mjs');
    writeFileSync(file, outputText);
    const { status, stderr } = spawnSync(process.execPath, [file], { cwd: join(root, folder), encoding: 'utf8' });
    console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${relative(root, readme)}`);
    if (status !== 0) {
      console.error(stderr);
      failures += 1;
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
process.exitCode = failures === 0 ? 0 : 1;
