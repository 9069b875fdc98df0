/**
 * The parts of training that need Node: files, the console and signals.
 * @packageDocumentation
 */
export { abortOnSignals, type SignalAbort, SignalError } from './node/abort-on-signals.js';
export { consoleProgress } from './node/console-progress.js';
export { type FileCheckpointsOptions, fileCheckpoints } from './node/file-checkpoints.js';
export { type FileLogOptions, fileLog, LogError, readLog } from './node/file-log.js';
export {
  type ConsoleProgressOptions,
  formatSeconds,
  type ProgressMeter,
  type ProgressStream,
  progressMeter,
  rateAndTimeLeft,
} from './node/progress-meter.js';
export { type TensorBoardImages, type TensorBoardLogOptions, tensorBoardLog } from './node/tensorboard-log.js';
export { WriteError, writeFileAtomic } from './node/write-file-atomic.js';
