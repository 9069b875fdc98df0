import type { RunLog } from './run-log.js';

/**
 * Several logs of one run, such as `fileLog` and `tensorBoardLog`.
 * @example
 * ```ts
 * fit(model, data, { epochs: 10, batchSize: 256, rng, log: logToAll(fileLog('log.jsonl'), tensorBoardLog('runs/a')) });
 * ```
 */
export function logToAll(...logs: readonly RunLog[]): RunLog {
  return {
    open: async (position) => {
      for (const log of logs) await log.open(position);
    },
    append: async (entry) => {
      for (const log of logs) await log.append(entry);
    },
    close: async () => {
      for (const log of logs) await log.close();
    },
  };
}
