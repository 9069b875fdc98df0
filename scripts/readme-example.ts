import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Really executes the first ```ts block of a README, or the first few as one module: what a newcomer copies must run.
 * The block is written beside the README, so that it resolves packages as a user of that package would.
 * @returns The module's exports, and what it printed with `console.log`.
 */
export async function runReadmeExample(
  readme: URL,
  count = 1,
): Promise<{ exports: Record<string, unknown>; printed: unknown[][] }> {
  const path = fileURLToPath(readme);
  const blocks = [...(await readFile(path, 'utf8')).matchAll(/```ts\n([\s\S]*?)```/g)].slice(0, count);
  if (blocks.length < count) throw new Error(`${path} has ${blocks.length} \`\`\`ts blocks, expected ${count}`);
  const block = blocks.map((match) => match[1]!).join('\n');
  const directory = await mkdtemp(join(dirname(path), '.readme-example-'));
  const printed: unknown[][] = [];
  const log = console.log;
  try {
    const file = join(directory, 'example.ts');
    await writeFile(file, block);
    console.log = (...values: unknown[]) => printed.push(values);
    const exports = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Record<string, unknown>;
    return { exports, printed };
  } finally {
    console.log = log;
    await rm(directory, { recursive: true, force: true });
  }
}
