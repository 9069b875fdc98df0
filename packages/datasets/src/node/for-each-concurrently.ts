/**
 * Calls `work` with 0 … n − 1, at most `concurrency` at once. After an error or an abort nothing more is begun, and what
 * has begun is waited for.
 *
 * @throws The first error, or the signal's reason.
 */
export async function forEachConcurrently(
  n: number,
  concurrency: number,
  work: (i: number) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  let next = 0;
  let failure: { readonly error: unknown } | undefined;
  const worker = async (): Promise<void> => {
    while (next < n && failure === undefined) {
      try {
        signal?.throwIfAborted();
        await work(next++);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, n) }, worker));
  if (failure !== undefined) throw failure.error;
}
