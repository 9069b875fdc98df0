/** How far a download is. */
export interface DownloadProgress {
  /** Name of the file. */
  readonly file: string;
  /** Address it comes from. */
  readonly url: string;
  /** Bytes here, those of earlier runs included. */
  readonly received: number;
  readonly total: number;
  /** Mean rate since this transfer began. */
  readonly bytesPerSecond: number;
  /** At that rate; `Infinity` before anything has arrived. */
  readonly secondsLeft: number;
}

/** Passes chunks on and reports at most ten times a second, and once at the end. */
export async function* withProgress(
  chunks: AsyncIterable<Uint8Array>,
  transfer: { file: string; url: string; start: number; total: number },
  report: (progress: DownloadProgress) => void,
  now: () => number = performance.now.bind(performance),
): AsyncGenerator<Uint8Array> {
  const { file, url, start, total } = transfer;
  const began = now();
  let received = start;
  let reported = Number.NEGATIVE_INFINITY;
  for await (const chunk of chunks) {
    yield chunk;
    received += chunk.length;
    const time = now();
    if (time - reported < 100 && received < total) continue;
    reported = time;
    const bytesPerSecond = ((received - start) / Math.max(time - began, 1)) * 1000;
    report({ file, url, received, total, bytesPerSecond, secondsLeft: (total - received) / bytesPerSecond });
  }
}
