/** Warns as a process of Node does, with a code by which the warning can be told; in browsers on the console. */
export function warn(message: string, code: string): void {
  const { process } = globalThis as { process?: { emitWarning?(message: string, options: object): void } };
  if (process?.emitWarning) process.emitWarning(message, { type: 'PerformanceWarning', code });
  else console.warn(`${code}: ${message}`);
}
