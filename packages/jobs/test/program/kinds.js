// A worker module in plain JavaScript, which processes import as a user's would be.
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineJob, FinishedParts } from '@polyvae/jobs';
import { z } from 'zod';

const code = new URL(import.meta.url);

/** Works in parts, each noted in a log beside the result. The first is quick, as are those after a stop. */
export const parts = defineJob('parts', {
  config: z.strictObject({ name: z.string(), parts: z.number(), milliseconds: z.number() }),
  result: z.strictObject({ done: z.array(z.number()), threads: z.string().optional() }),
  code,
  async run({ parts: count, milliseconds }, { directory, signal, onProgress }) {
    const finished = new FinishedParts(directory, { count });
    const done = [];
    for (let part = 0; part < count; part++) {
      onProgress({ done: part, total: count, note: `part ${part}` });
      done.push(
        await finished.once(`${part}`, async () => {
          try {
            const quick = part === 0 || existsSync(join(directory, 'saved'));
            await sleep(quick ? 1 : milliseconds, undefined, { signal });
          } catch (error) {
            writeFileSync(join(directory, 'saved'), '');
            throw error;
          }
          appendFileSync(join(directory, 'log'), `${part}\n`);
          return part * part;
        }),
      );
    }
    return { done, threads: process.env.OMP_NUM_THREADS };
  },
});

/** Kills its process, once. */
export const dying = defineJob('dying', {
  config: z.strictObject({ code: z.number().optional() }),
  result: z.string(),
  code,
  async run(config, { directory }) {
    const marker = join(directory, 'died');
    if (existsSync(marker)) return 'survived';
    writeFileSync(marker, '');
    if (config.code === undefined) process.kill(process.pid, 'SIGKILL');
    process.exit(config.code);
  },
});

/** Fails, or gives what its schema refuses. */
export const failing = defineJob('failing', {
  config: z.strictObject({ message: z.string().optional() }),
  result: z.number(),
  code,
  async run({ message }) {
    if (message !== undefined) throw new Error(message);
    return Number.NaN;
  },
});

export const kinds = [parts, dying, failing];

/** @param {{ name: string, fails?: string }} options */
export async function start({ name, fails }) {
  console.log('this must not reach the output of the run');
  if (fails) throw new Error(fails);
  return { description: `toy engine ${name}` };
}
