import type { DataSpecs } from './data/data-spec.js';
import type { DigitKey } from './experiment.js';
import type { Profile } from './profile.js';
import { paper } from './profiles/paper.js';
import type { TableUnitKind } from './table.js';
import { describeFeatures, type FeatureSpec } from './units/feature-spec.js';

const number = new Intl.NumberFormat('en-US');

/** What is known of the evaluation besides the profile. */
export interface EvaluationFacts {
  /** Gates that the classifiers of a run had to pass; absent: the profile's for complete files. */
  readonly gates?: Readonly<Partial<Record<DigitKey, number>>>;
  /** In which features images were compared; absent: those of the modality's classifier. */
  readonly features?: FeatureSpec;
}

/**
 * Where an evaluation falls short of the whole one (that of the profile `paper`): one sentence each.
 * @param kind The unit whose numbers a table shows.
 */
export function evaluationReductions(
  profile: Profile,
  kind: TableUnitKind,
  data: DataSpecs,
  facts: EvaluationFacts = {},
): string[] {
  switch (kind) {
    case 'train':
      return [];
    case 'probe': {
      const { testSize } = profile.probe;
      return testSize === undefined ? [] : [`the linear probe is tested on ${number.format(testSize)} items.`];
    }
    case 'coherence':
      return [...coherence(profile), ...gates(profile, data, facts)];
    case 'quality':
      return quality(profile, data, facts);
    case 'attribute-probe': {
      const { testSize } = profile.faces.probe;
      return testSize === undefined
        ? []
        : [`the linear probes of attributes are tested on ${number.format(testSize)} items.`];
    }
    case 'attribute-coherence':
      return attributes(profile, data);
    case 'likelihood': {
      const { points, samples } = profile.likelihood;
      const whole = paper.likelihood;
      if (points >= whole.points && samples >= whole.samples) return [];
      return [
        `log-likelihoods of at most ${number.format(points)} test items with K = ${number.format(samples)} instead of ` +
          `${number.format(whole.points)} with K = ${number.format(whole.samples)}.`,
      ];
    }
  }
}

function coherence({ coherence: { testSize, randomSize } }: Profile): string[] {
  return [
    ...(testSize === undefined ? [] : [`coherence on at most ${number.format(testSize)} test items instead of all.`]),
    ...(randomSize < paper.coherence.randomSize
      ? [
          `random coherence of ${number.format(randomSize)} items instead of ${number.format(paper.coherence.randomSize)}.`,
        ]
      : []),
  ];
}

function quality(profile: Profile, data: DataSpecs, facts: EvaluationFacts): string[] {
  const { samples, runs } = profile.quality;
  const { features = { kind: 'classifier' } } = facts;
  const whole = paper.quality;
  return [
    ...(features.kind === 'inception'
      ? []
      : [`images are compared in other features than Inception's: ${describeFeatures(features)}.`]),
    ...(samples < whole.samples
      ? [
          `PRD of at most ${number.format(samples)} real against as many generated images instead of ` +
            `${number.format(whole.samples)}; values of different sizes do not compare.`,
        ]
      : []),
    ...(runs < whole.runs ? [`PRD curves are means of ${runs} clusterings instead of ${whole.runs}.`] : []),
    ...(features.kind === 'classifier' ? gates(profile, data, facts) : []),
  ];
}

function gates(
  { classifier }: Profile,
  { 'mnist-svhn-text': spec }: DataSpecs,
  { gates: passed }: EvaluationFacts,
): string[] {
  if (!spec) return [];
  return lowerGates({ ...classifier.gates[spec.kind], ...passed }, paper.classifier.gates.files, 'an accuracy');
}

/** Which gates are lower than those on the whole official files. */
function lowerGates<K extends string>(
  own: Readonly<Record<K, number>>,
  whole: Readonly<Record<K, number>>,
  what: string,
): string[] {
  const lower = (Object.keys(whole) as K[]).filter((key) => own[key] < whole[key]);
  if (lower.length === 0) return [];
  const shown = lower.map((key) => `${own[key]} instead of ${whole[key]} (${key})`);
  return [`classifiers pass with ${what} of ${shown.join(', ')}.`];
}

function attributes({ faces }: Profile, { celeba: spec }: DataSpecs): string[] {
  const { testSize } = faces.generation;
  const { classifier: whole } = paper.faces;
  const { width, gates: own } = faces.classifier;
  return [
    ...(testSize === undefined
      ? []
      : [`attributes of what is generated from at most ${number.format(testSize)} test items instead of all.`]),
    ...(width < whole.width ? [`classifiers of attributes have a width of ${width} instead of ${whole.width}.`] : []),
    ...(spec
      ? lowerGates(own[spec.kind === 'celeba' ? 'files' : 'synthetic'], whole.gates.files, 'a mean average precision')
      : []),
  ];
}
