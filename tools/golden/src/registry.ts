import { divergencesSuite } from './divergences.js';
import { evaluationSuite } from './evaluation.js';
import { likelihoodEstimatesSuite } from './likelihood-estimates.js';
import { likelihoodsSuite } from './likelihoods.js';
import { networksSuite } from './networks.js';
import { celebaObjectivesSuite, objectivesSuite } from './objectives.js';
import { prdSuite } from './prd.js';
import type { GoldenSuite } from './suite.js';
import { textSuite } from './text.js';
import { crmvaeSuite } from './zoo/crmvae.js';
import { dmvaeSuite } from './zoo/dmvae.js';
import { jmvaeSuite } from './zoo/jmvae.js';
import { mmvaeSuite } from './zoo/mmvae.js';
import { mmvaePlusSuite } from './zoo/mmvae-plus.js';
import { mopoeSuite } from './zoo/mopoe.js';
import { mvaeSuite } from './zoo/mvae.js';
import { mvtcaeSuite } from './zoo/mvtcae.js';
import { telboSuite } from './zoo/telbo.js';

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
  crmvaeSuite,
  dmvaeSuite,
  jmvaeSuite,
  mmvaeSuite,
  mmvaePlusSuite,
  mopoeSuite,
  mvaeSuite,
  mvtcaeSuite,
  telboSuite,
];
