/**
 * What training needs of Node: files, the console and signals.
 * @packageDocumentation
 */
export { abortOnSignals, type SignalAbort } from './node/abort-on-signals.js';
export {
  type ConsoleProgressOptions,
  consoleProgress,
  formatSeconds,
  type ProgressStream,
} from './node/console-progress.js';
export { type FileCheckpointsOptions, fileCheckpoints } from './node/file-checkpoints.js';
export { fileLog, LogError, readLog } from './node/file-log.js';
export { WriteError, writeFileAtomic } from './node/write-file-atomic.js';
