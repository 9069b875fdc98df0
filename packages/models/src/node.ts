/**
 * The parts of models that need Node: models in folders.
 * @packageDocumentation
 */
export { loadModel, type SaveModelOptions, saveModel } from './node/model-folder.js';
