import type { WorkUnit } from './runner/unit.js';
import { latentVariants } from './units/latent-variants.js';
import { posteriorVariants } from './units/posterior-variants.js';

/** Non-empty subsets of three modalities. */
const subsets = 7;
/** Components of all their mixtures: three subsets of one, three of two, one of three. */
const components = 12;
/** Largest number of items in a picture of the latent space, and its encodings of each. */
const latentSpace = { items: 600, encodings: 4 } as const;
/** Rows of ten pictures that a model draws. */
const pictures = 12 * 10;
/** Non-empty subsets of image and text. */
const faceSubsets = 3;
/** Faces that a model draws: ten rows of ten, three of sixteen. */
const faces = 10 * 10 + 3 * 16;

/**
 * Items that an evaluation sends through its model, to be encoded or generated: what its time is made of, but for the
 * fitting of linear classifiers and the clustering of features. 0 for a training.
 * @param testSize Test items of the data.
 */
export function evaluationPasses(unit: WorkUnit, testSize: number): number {
  const atMost = (size: number | undefined): number => Math.min(testSize, size ?? testSize);
  switch (unit.kind) {
    case 'train':
    case 'classifier':
    case 'attribute-classifier':
      return 0;
    case 'attribute-probe': {
      const { train, trainSize, testSize: tested } = unit.config;
      return Object.keys(latentVariants(train.experiment)).length * faceSubsets * (trainSize + atMost(tested));
    }
    case 'attribute-coherence':
      // Image from text, and text from image.
      return Object.keys(posteriorVariants(unit.config.train.experiment)).length * 2 * atMost(unit.config.testSize);
    case 'face-samples':
      return faces;
    case 'probe': {
      const { train, trainSize, testSize: tested } = unit.config;
      return Object.keys(latentVariants(train.experiment)).length * subsets * (trainSize + atMost(tested));
    }
    case 'coherence': {
      const { train, testSize: tested, randomSize } = unit.config;
      // Three single modalities and three pairs.
      return Object.keys(posteriorVariants(train.experiment)).length * 6 * atMost(tested) + randomSize;
    }
    case 'quality':
      // Eight cells.
      return 8 * unit.config.samples;
    case 'likelihood': {
      const { train, points, samples } = unit.config;
      const ways = Object.values(posteriorVariants(train.experiment)).map(({ posterior }) => {
        const mixture = posterior === undefined ? train.experiment.objective === 'mmvae' : posterior === 'mixture';
        return subsets + (mixture ? components : 0);
      });
      return ways.reduce((sum, each) => sum + each, 0) * atMost(points) * samples;
    }
    case 'latent-space':
      return latentSpace.encodings * atMost(latentSpace.items);
    case 'samples':
      return pictures;
  }
}
