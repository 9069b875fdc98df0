import type { Experiment } from '../experiment.js';

/** Hyper-parameters of the published job scripts where they differ from the paper's text. */
const jobScripts: Partial<Experiment> = { beta: 2.5, learningRate: 5e-4, epochs: 100 };

/**
 * An experiment as the published code runs it: the job scripts' hyper-parameters, and for MVAE its unimodal terms, which may
 * be what the paper's MVAE rows show.
 */
export function officialCode(experiment: Experiment): Experiment {
  return {
    ...experiment,
    ...jobScripts,
    id: `${experiment.id}-official-code`,
    title: `${experiment.title} (official code)`,
    legacyUnimodalTerms: experiment.objective === 'mvae',
  };
}
