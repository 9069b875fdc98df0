import type { RunLog } from './run-log.js';

/** Several logs of one run, such as `fileLog` and `tensorBoardLog`. */
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
