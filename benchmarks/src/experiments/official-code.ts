import type { Experiment } from '../experiment.js';

/** Hyper-parameters of the published job scripts where they differ from the paper's text. */
const jobScripts: Partial<Experiment> = { beta: 2.5, learningRate: 5e-4, epochs: 100 };

/**
 * An experiment as the published code trains it: the job scripts' hyper-parameters, its ways of fusing posteriors, its text
 * likelihood, and for MVAE its unimodal terms, which may be what the paper's MVAE rows show. Evaluation is that of the
 * other experiments, but for the 1e-8 on variances.
 */
export function officialCode(experiment: Experiment): Experiment {
  return {
    ...experiment,
    ...jobScripts,
    id: `${experiment.id}-official-code`,
    title: `${experiment.title} (official code)`,
    legacyUnimodalTerms: experiment.objective === 'mvae',
    legacyFusion: true,
    legacyInvertedText: true,
  };
}
