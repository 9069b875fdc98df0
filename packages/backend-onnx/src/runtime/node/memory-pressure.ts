import { totalmem } from 'node:os';

/** Share of the memory that compiled graphs may lead the process to take. */
const MOST = 0.5;

/** Memory that this process may take: the container's, if it has a limit, else the machine's. */
function available(): number {
  const limit = process.constrainedMemory?.();
  return limit ? Math.min(limit, totalmem()) : totalmem();
}

/** Whether the process holds so much memory that compiled graphs that are not in use should go. */
export function isMemoryScarce(): boolean {
  return process.memoryUsage.rss() > MOST * available();
}
