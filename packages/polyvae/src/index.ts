/**
 * The command `polyvae`, for programs that call it.
 * @packageDocumentation
 */
export type { Io } from './io.js';
export { runCli } from './run-cli.js';
