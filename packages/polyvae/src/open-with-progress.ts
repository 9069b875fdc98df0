import { type DataSpec, findDataset, type OpenedData, type OpenProgress, openData } from '@polyvae/benchmarks';
import { formatSeconds, progressMeter } from '@polyvae/training/node';
import type { Io } from './io.js';

/** Tells of the preparation of data at most every two seconds, with the time left. */
export function openProgress({ log }: Pick<Io, 'log'>): (progress: OpenProgress) => void {
  const meter = progressMeter({ stream: { write: (text) => log(text.trimEnd()) }, intervalSeconds: 2 });
  return ({ note, done, total, secondsLeft }) => {
    const count = (n: number): string => n.toLocaleString('en-US');
    const left = Number.isFinite(secondsLeft) ? `, ${formatSeconds(secondsLeft)} left` : '';
    meter.show(() => `  ${note}: ${count(done)} of ${count(total)}${left}`);
  };
}

/** Opens data, telling of their preparation; errors are said in the words of the command line. */
export async function openWithProgress(spec: DataSpec, io: Pick<Io, 'log'>, signal?: AbortSignal): Promise<OpenedData> {
  const { data, explain } = findDataset(spec.dataset);
  try {
    return await openData(data, spec, { ...(signal && { signal }), onProgress: openProgress(io) });
  } catch (error) {
    throw explain?.(error) ?? error;
  }
}
