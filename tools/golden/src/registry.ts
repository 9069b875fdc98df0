import { divergencesSuite } from './divergences.js';
import { evaluationSuite } from './evaluation.js';
import { likelihoodEstimatesSuite } from './likelihood-estimates.js';
import { likelihoodsSuite } from './likelihoods.js';
import { networksSuite } from './networks.js';
import { celebaObjectivesSuite, objectivesSuite } from './objectives.js';
import { prdSuite } from './prd.js';
import type { GoldenSuite } from './suite.js';
import { textSuite } from './text.js';

/** Every kind of golden file that is covered; the cases of other files are counted as uncovered. */
export const goldenSuites: readonly GoldenSuite[] = [
  divergencesSuite,
  evaluationSuite,
  likelihoodEstimatesSuite,
  likelihoodsSuite,
  networksSuite,
  objectivesSuite,
  celebaObjectivesSuite,
  prdSuite,
  textSuite,
];
