import { PolyvaeError } from '@polyvae/errors';
import type { PublishedFile } from './published-files.js';

/** A mirror did not deliver; the message says how. */
export class MirrorFailure extends PolyvaeError {
  override readonly name = 'MirrorFailure';
  readonly code = 'mirror';
}

/** An answer that begins to deliver the file. */
export interface Transfer {
  /** Byte of the file at which the answer begins: `from`, or 0 if the server ignores ranges. */
  readonly start: number;
  /** The file's bytes from `start` on. Throws {@link MirrorFailure} if they stall, end early or do not end. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/**
 * Asks a mirror for a file from byte `from` on.
 *
 * @param stallMs Longest wait for the answer and between two chunks.
 * @throws {MirrorFailure} if the mirror does not offer the file, or another one.
 */
export async function startTransfer(
  url: string,
  file: PublishedFile,
  from: number,
  stallMs: number,
  signal?: AbortSignal,
): Promise<Transfer> {
  const stalled = new AbortController();
  const anySignal = signal ? AbortSignal.any([stalled.signal, signal]) : stalled.signal;
  const fail = async (message: string): Promise<never> => {
    stalled.abort();
    throw new MirrorFailure(message);
  };
  const patiently = <T>(promise: Promise<T>): Promise<T> => withDeadline(promise, stallMs, stalled, signal);

  const response = await patiently(
    fetch(url, {
      // Without `identity` a server may say that a .gz file is a gzipped transfer, and fetch would unpack it.
      headers: { 'Accept-Encoding': 'identity', ...(from > 0 ? { Range: `bytes=${from}-` } : {}) },
      signal: anySignal,
    }),
  );
  if (response.status !== 200 && response.status !== 206) return fail(`answered ${response.status}`);
  const start = response.status === 206 ? rangeStart(response) : 0;
  if (response.status === 206 && start !== from) return fail(`sent another range than the one from byte ${from}`);
  const length = response.headers.get('content-length');
  if (length !== null && Number(length) !== file.bytes - start) {
    return fail(`offers ${Number(length) + start} bytes where the file has ${file.bytes}`);
  }
  if (response.body === null) return fail('sent no content');
  const reader = response.body.getReader();

  async function* chunks(): AsyncGenerator<Uint8Array> {
    let position = start;
    try {
      for (;;) {
        const { done, value } = await patiently(reader.read());
        if (done) break;
        position += value.length;
        if (position > file.bytes) throw new MirrorFailure(`sent more than the file's ${file.bytes} bytes`);
        yield value;
      }
    } finally {
      stalled.abort();
    }
    if (position < file.bytes) throw new MirrorFailure(`ended after ${position} of ${file.bytes} bytes`);
  }
  return { start, chunks: chunks() };
}

async function withDeadline<T>(
  promise: Promise<T>,
  stallMs: number,
  stalled: AbortController,
  signal: AbortSignal | undefined,
): Promise<T> {
  const failure = new MirrorFailure(`sent nothing for ${stallMs / 1000} s`);
  const timer = setTimeout(() => stalled.abort(failure), stallMs);
  try {
    return await promise;
  } catch (error) {
    signal?.throwIfAborted();
    if (error === failure || error instanceof MirrorFailure) throw error;
    if (stalled.signal.aborted) throw failure;
    const { message, cause } = error as Error;
    throw new MirrorFailure(`connection failed: ${cause instanceof Error ? cause.message : message}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** First byte of a 206 answer; -1 if it does not say. */
function rangeStart(response: Response): number {
  const match = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '');
  return match ? Number(match[1]) : -1;
}

/** How far a download is. */
export interface DownloadProgress {
  /** Name of the file. */
  readonly file: string;
  /** Address it comes from. */
  readonly url: string;
  /** Bytes here, those of earlier runs included. */
  readonly received: number;
  /** Bytes of the whole file. */
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
