import { faceAttributes } from '@polyvae/datasets';
import { expect, test } from 'vitest';
import { madeUpResults } from '../../../test/made-up-run.js';
import type { AttributeCoherenceResult } from '../../units/attribute-coherence.js';
import type { AttributeProbeUnitResult } from '../../units/attribute-probe.js';
import type { CoherenceResult } from '../../units/coherence.js';
import type { LatentSpaceResult } from '../../units/latent-space.js';
import type { LikelihoodResult } from '../../units/likelihood.js';
import type { QualityResult } from '../../units/quality.js';
import type { TrainResult } from '../../units/train.js';
import { attributeScores } from './attributes.js';
import { coherenceMaps } from './coherence.js';
import { latentSpace } from './latent-space.js';
import { learningCurves } from './learning-curves.js';
import { likelihoodTable } from './likelihood.js';
import { qualityOfImages } from './quality.js';

test('learning curves: the loss first, then each of its terms, training and held out', async () => {
  const { text } = await learningCurves((madeUpResults.train as TrainResult).curve, 'mmJSD');
  const titles = [...text.matchAll(/<figcaption>([^<]*)</g)].map(([, title]) => title);
  expect(titles).toEqual(['loss', 'reconstruction M']);
  expect(text.match(/<path[^>]*stroke="var\(--line-2\)"/g)).toHaveLength(2);
  expect(text).toContain('held out');
});

test('learning curves without held-out items do not name them', async () => {
  const curve = (madeUpResults.train as TrainResult).curve.map(({ step, training }) => ({ step, training }));
  expect((await learningCurves(curve, 'mmJSD')).text).not.toMatch(/held out/i);
});

test('latent space: a square for each subset, of principal components and of UMAP', () => {
  const { text } = latentSpace(madeUpResults['latent-space'] as LatentSpaceResult, 'mmJSD');
  expect(text.match(/class="scatter"/g)).toHaveLength(3);
  expect(text).toContain('<figcaption>joint (M,S)</figcaption>');
  expect(text).toContain('75 % of the variance');
  expect(text).toContain('latents given M, UMAP');
});

test('quality: a chart for each target and a row for each cell', async () => {
  const { text } = await qualityOfImages(madeUpResults.quality as QualityResult, 'mmJSD');
  expect(text).toContain('generated M, from');
  expect(text).toContain('generated S, from');
  expect(text).toContain('<th scope="row">S,T→M</th>');
  expect(text).toContain('12.35<sup>*</sup>');
  expect(text).toContain('Fewer images than features');
});

test('coherence: a matrix for each cell, with the share that is right and the commonest mistake', () => {
  const { text } = coherenceMaps(madeUpResults.coherence as CoherenceResult, 'mmJSD');
  expect(text).toContain('<figcaption>S→M: 88 %</figcaption>');
  expect(text).toContain('most often 25 % of the 0s as 1');
  expect(text).toContain('All agree on 40 %');
  expect(text).toContain('M and S: 88 %');
  // A matrix without items has no mistakes.
  expect(text).toContain('<figcaption>S→M: 0 %</figcaption>');
  expect(text).not.toContain('NaN');
});

test('likelihoods have their errors; what JSON could not keep is a dash', () => {
  const { text } = likelihoodTable(madeUpResults.likelihood as LikelihoodResult, 'mmJSD');
  expect(text).toMatch(
    /<th scope="row">M<\/th>\s*<td><b>−12\.3<\/b><\/td><td>1\.5<\/td><td>–<\/td>\s*<td>3\.2<\/td><td>1\.0<\/td><td>−12\.3<\/td>/,
  );
  expect(text).toContain('log p(S)');
});

test('attributes: means first, then each attribute by its frequency; what nobody has is left out', () => {
  const frequencies = faceAttributes.map((_, i) => i / 50);
  const scores = (first: number) => faceAttributes.map((_, i) => (i === 0 ? first : 0.5));
  const probe = {
    attributes: { default: { image: scores(0), 'image+text': scores(0.9) } },
    frequencies,
    testSize: 1234,
  };
  const generated = { attributes: { default: { 'text>image': scores(0.1) } }, frequencies, testSize: 12 };
  const { text } = attributeScores('mmJSD', {
    probe: probe as unknown as AttributeProbeUnitResult,
    generated: generated as unknown as AttributeCoherenceResult,
  });
  const titles = [...text.matchAll(/scope="col">([^<]*)</g)].map(([, title]) => title);
  expect(titles).toEqual(['attribute', 'frequency', 'latent I', 'latent I,T', 'T→I']);
  const rows = [...text.matchAll(/<tr><th scope="row">([^<]*)<.*?<\/tr>/gs)].map(([row, name]) => [
    name,
    ...[...row.matchAll(/<td>(?:<b>)?([^<]*)</g)].map(([, value]) => value),
  ]);
  expect(rows[0]).toEqual(['mean', '40 %', '0.50', '0.50', '0.50']);
  expect(rows[1]).toEqual([faceAttributes[39].replaceAll('_', ' '), '78 %', '0.50', '0.50', '0.50']);
  expect(rows).toHaveLength(1 + 39);
  expect(text).toContain('latents of 1,234 test items and in what is generated from 12');
});
