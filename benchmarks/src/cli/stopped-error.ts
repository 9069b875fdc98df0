/** The user stopped the command; what was done is kept. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
}
