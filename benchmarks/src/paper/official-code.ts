import { type Experiment, recipeKeys } from './experiment.js';

/** Ends the ids of experiments that {@link withCodeWeights} made. */
export const codeWeights = '-code-weights';

/**
 * An MVAE that differs from the paper's text in one thing only: in its unimodal terms every likelihood has weight 1, as in the
 * published code, from which the paper's numbers of MVAE come. The paper says that the scaling is the same in all experiments.
 */
export function withCodeWeights(mvae: Experiment): Experiment {
  const { id, title } = mvae;
  return { ...mvae, id: `${id}${codeWeights}`, title: `${title} (code weights)`, legacyUnimodalTerms: 'weights' };
}

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
    keeps: recipeKeys,
    legacyUnimodalTerms: experiment.objective === 'mvae',
    legacyFusion: true,
    legacyInvertedText: true,
  };
}
