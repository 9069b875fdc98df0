import type { Experiment } from './experiment.js';

/**
 * An experiment as the published code trains it: the job scripts' hyper-parameters, its ways of fusing posteriors, its text
 * likelihood, and for MVAE its unimodal terms, which may be what the paper's MVAE rows show. Evaluation is that of the
 * other experiments, but for the 1e-8 on variances.
 * @param jobScripts Hyper-parameters of the published job scripts where they differ from the paper's text.
 */
export function withOfficialCode(experiment: Experiment, jobScripts: Partial<Experiment>): Experiment {
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
