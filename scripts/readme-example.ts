import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Really executes the first ```ts block of a README: what a newcomer copies must run.
 * The block is written beside the README, so that it resolves packages as a user of that package would.
 * @returns The module's exports, and what it printed with `console.log`.
 */
export async function runReadmeExample(
  readme: URL,
): Promise<{ exports: Record<string, unknown>; printed: unknown[][] }> {
  const path = fileURLToPath(readme);
  const block = /```ts\n([\s\S]*?)```/.exec(await readFile(path, 'utf8'))?.[1];
  if (!block) throw new Error(`${path} has no \`\`\`ts block`);
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
