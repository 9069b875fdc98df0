#!/usr/bin/env node
// Runs every package's README example, and the examples, in plain Node on what is published (dist/), outside the test runner, which
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

/**
 * Runs Node, for one epoch where it trains.
 * @param {readonly string[]} program
 * @param {{ readonly cwd: string, readonly name: string }} options
 */
function execute(program, { cwd, name }) {
  const env = { ...process.env, EPOCHS: '1' };
  const { status, stderr } = spawnSync(process.execPath, program, { cwd, encoding: 'utf8', env });
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name}`);
  if (status === 0) return;
  console.error(stderr);
  failures += 1;
}

/** Runs TypeScript from a folder inside `folder`, so that imports resolve as they do there. */
function run(folder, block, name) {
  const directory = mkdtempSync(join(root, folder, '.readme-example-'));
  try {
    const { outputText } = ts.transpileModule(block, {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true },
    });
    const file = join(directory, 'example.mjs');
    writeFileSync(file, outputText);
    execute([file], { cwd: directory, name });
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
// The examples, for one epoch: programs, the cells of notebooks, and pages, which are built (check-browser.js opens them).
for (const { name } of readdirSync(join(root, 'examples'), { withFileTypes: true }).filter((own) =>
  own.isDirectory(),
)) {
  const folder = join('examples', name);
  const files = readdirSync(join(root, folder));
  const notebook = files.find((file) => file.endsWith('.ipynb'));
  if (notebook) {
    const { cells } = JSON.parse(readFileSync(join(root, folder, notebook), 'utf8'));
    const code = cells.filter(({ cell_type: type }) => type === 'code').map(({ source }) => source.join(''));
    run(folder, code.join('\n'), `${folder}/${notebook}`);
    continue;
  }
  const made = mkdtempSync(join(tmpdir(), 'polyvae-example-'));
  const isPage = files.includes('vite.config.js');
  const vite = [join(root, folder, 'node_modules/vite/bin/vite.js'), 'build', '--outDir', made, '--emptyOutDir'];
  const program = isPage ? vite : [join(root, folder, 'index.js')];
  execute(program, { cwd: isPage ? join(root, folder) : made, name: folder });
  rmSync(made, { recursive: true, force: true });
}
process.exitCode = failures === 0 ? 0 : 1;
