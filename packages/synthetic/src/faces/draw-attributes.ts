import type { Rng } from '@polyvae/random';
import attributeChain from './attribute-chain.json' with { type: 'json' };
import { type FaceAttribute, faceAttributes } from './face-attributes.js';

/**
 * Logistic regressions of CelebA's attributes, each on all before it in this order, with each attribute's place in
 * CelebA's order. The file, written by scripts/fit-face-attributes.js, holds log odds × 100: where none of the attributes
 * before it is present, then what each of them adds.
 */
const links = Object.entries(attributeChain).map(([attribute, [bias, ...weights]]) => ({
  place: faceAttributes.indexOf(attribute as FaceAttribute),
  bias: bias! / 100,
  weights: Float64Array.from(weights, (weight) => weight / 100),
}));

/**
 * Attributes of faces with about the frequencies and correlations that they have in CelebA: a chain of logistic
 * regressions, in which each attribute depends on all that come before it.
 * @param size Number of faces.
 * @param rng Advanced by one number for each attribute, face by face.
 * @returns 0 or 1, row-major `[size, 40]`, in CelebA's order.
 */
export function drawFaceAttributes(size: number, rng: Rng): Uint8Array {
  const width = links.length;
  const attributes = new Uint8Array(size * width);
  for (let start = 0; start < attributes.length; start += width) {
    for (const { place, bias, weights } of links) {
      let score = bias;
      for (let i = 0; i < weights.length; i++) score += weights[i]! * attributes[start + links[i]!.place]!;
      attributes[start + place] = rng.uniform() * (1 + expOf(-score)) < 1 ? 1 : 0;
    }
  }
  return attributes;
}

/**
 * eˣ within 0.2 % for |x| ≤ 12, beyond which it stays: `Math.exp` may differ in its last place from one engine to the
 * next, and a draw must not.
 */
function expOf(x: number): number {
  const bounded = x < -12 ? -12 : Math.min(x, 12);
  const half = bounded / 512;
  let power = (1 + half) / (1 - half);
  for (let doubling = 0; doubling < 8; doubling++) power *= power;
  return power;
}
