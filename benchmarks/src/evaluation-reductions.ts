import type { DataSpecs } from './data/data-spec.js';
import type { Profile } from './profile.js';
import { paper } from './profiles/paper.js';
import type { TableUnitKind } from './table.js';

const number = new Intl.NumberFormat('en-US');

/**
 * Where an evaluation falls short of the whole one (that of the profile `paper`): one sentence each.
 * @param kind The unit whose numbers a table shows.
 */
export function evaluationReductions(profile: Profile, kind: TableUnitKind, data: DataSpecs): string[] {
  switch (kind) {
    case 'train':
      return [];
    case 'probe': {
      const { testSize } = profile.probe;
      return testSize === undefined ? [] : [`the linear probe is tested on ${number.format(testSize)} items.`];
    }
    case 'coherence':
      return [...coherence(profile), ...gates(profile, data)];
    case 'quality':
      return [...quality(profile), ...gates(profile, data)];
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

function quality({ quality: { samples, runs } }: Profile): string[] {
  const whole = paper.quality;
  return [
    ...(samples < whole.samples
      ? [
          `PRD of at most ${number.format(samples)} real against as many generated images instead of ` +
            `${number.format(whole.samples)}; values of different sizes do not compare.`,
        ]
      : []),
    ...(runs < whole.runs ? [`PRD curves are means of ${runs} clusterings instead of ${whole.runs}.`] : []),
  ];
}

function gates({ classifier }: Profile, { 'mnist-svhn-text': spec }: DataSpecs): string[] {
  if (!spec) return [];
  return lowerGates(classifier.gates[spec.kind], paper.classifier.gates.files, 'an accuracy');
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
