/**
 * The command `polyvae`, for programs that call it, and what describes a training of one's own to it.
 * @packageDocumentation
 */
export type { Io } from './io.js';
export {
  defineTraining,
  type ModalitiesOf,
  type TrainingContext,
  type TrainingDefinition,
  type TrainingSource,
} from './own/define-training.js';
export { runCli } from './run-cli.js';
