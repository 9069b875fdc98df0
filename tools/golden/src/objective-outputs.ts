import { Normal } from '@polyvae/distributions';
import { kl } from '@polyvae/divergences';
import type { TermValues } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs';
import type { Comparison } from './comparison.js';
import { type DataSet, keysOf, type Modality } from './data-set.js';
import { isObject, type Json, type JsonObject, numberAt, objectAt } from './format.js';
import type { Fusion, Unimodal } from './fusion.js';
import { likelihoodWeight, type Settings } from './objective-model.js';
import { mean } from './sums.js';

/** What an objective case reports, as numbers. */
export interface Reported {
  readonly loss: number;
  readonly terms: TermValues;
}

/** Compares what the encoders put out, as far as the case has it. */
export async function compareHeads(
  { modalities }: DataSet,
  each: readonly Unimodal[],
  outputs: JsonObject,
  comparison: Comparison,
): Promise<void> {
  const heads = new Map<string, tf.Tensor>();
  for (const { key, shared, private: own } of each) {
    const encoder = `enc_${modalities.find((modality) => modality.key === key)!.output}`;
    for (const [name, { base }] of Object.entries({ class: shared, ...(own ? { style: own } : {}) })) {
      heads.set(`${encoder}_${name}_mu`, base.loc).set(`${encoder}_${name}_logvar`, base.logVariance!);
    }
  }
  for (const [name, expected] of Object.entries(outputs)) {
    if (name.startsWith('enc_')) comparison.check(name, (await heads.get(name)?.data()) ?? [], expected);
  }
}

/** Compares the joint posterior, the divergences and, where the case has it, the dynamic prior. */
export async function compareFusion(fusion: Fusion, outputs: JsonObject, comparison: Comparison): Promise<void> {
  const { joint, dynamicPrior, individual, divergence } = fusion;
  comparison.check('joint_mu', await joint.base.loc.data(), outputs.joint_mu);
  comparison.check('joint_logvar', await joint.base.logVariance!.data(), outputs.joint_logvar);
  if (dynamicPrior && outputs.dyn_prior_mu !== undefined) {
    comparison.check('dyn_prior_mu', await dynamicPrior.base.loc.data(), outputs.dyn_prior_mu);
    comparison.check('dyn_prior_logvar', await dynamicPrior.base.logVariance!.data(), outputs.dyn_prior_logvar);
  }
  comparison.check('individual_divs', await individual.data(), outputs.individual_divs);
  comparison.check('joint_divergence', await divergence.data(), outputs.joint_divergence);
}

/** Compares every scalar that the published training loop logs. */
export async function compareScalars(
  { dataSet }: Settings,
  { loss, terms }: Reported,
  each: readonly Unimodal[],
  fusion: Fusion,
  expected: JsonObject,
  comparison: Comparison,
): Promise<void> {
  const standard = async (p: Unimodal['shared']): Promise<number> =>
    read(() => tf.mean(kl(p, Normal.standard(p.eventShape))));
  const scalars = new Map<string, number>([['Loss/loss', loss]]);
  const arrays = new Map<string, Float32Array>();
  const reconstruction = terms.reconstruction as TermValues;
  for (const { key, shared, private: own } of each) {
    const m = keysOf(dataSet).indexOf(key) + 1;
    scalars.set(`RecLoss/M${m}`, reconstruction[key] as number);
    scalars.set(`KLD/Content_M${m}`, await standard(shared));
    scalars.set(`KLD/Style_M${m}`, own ? ((terms.private as TermValues)[key] as number) : 0);
    for (const [name, gaussian] of [
      ['content', shared],
      ['style', own],
    ] as const) {
      arrays.set(`mu/${name}_m${m}`, gaussian ? await floats(gaussian.base.loc) : Float32Array.of(0));
      arrays.set(`logvar/${name}_m${m}`, gaussian ? await floats(gaussian.base.logVariance!) : Float32Array.of(0));
    }
  }
  (await floats(fusion.individual)).forEach((value, m) => {
    scalars.set(`KLD_individual_divs/M${m}`, value);
  });
  scalars.set('group_divergence/group_div', terms.divergence as number);
  scalars.set('group_divergence/KLDgroup', await standard(fusion.joint));
  // The joint posterior goes by three names.
  for (const name of ['alpha', 'group', 'fused']) {
    arrays.set(`mu/content_${name}`, await floats(fusion.joint.base.loc));
    arrays.set(`logvar/content_${name}`, await floats(fusion.joint.base.logVariance!));
  }
  if (fusion.dynamicPrior) {
    const divergence = await standard(fusion.dynamicPrior);
    scalars.set('group_divergence/KLDdyn_prior', divergence).set('group_divergence/KLDdynprior', divergence);
  }
  for (const [name, value] of Object.entries(expected)) {
    const array = arrays.get(name);
    if (array) compareMean(name, array, value, comparison);
    else comparison.check(name, scalars.get(name) ?? Number.NaN, value);
  }
}

/** A mean of values of both signs is as precise as the values are, not as it happens to be small. */
function compareMean(path: string, values: Float32Array, expected: Json | undefined, comparison: Comparison): void {
  if (!isObject(expected)) throw new Error(`${path}: expected a scalar of two precisions`);
  const magnitude = mean(values.map(Math.abs));
  const reference = numberAt(expected, 'f64');
  // Adding the same magnitude to both sides turns the relative tolerance into one of that magnitude.
  comparison.check(path, mean(values) - reference + magnitude, magnitude);
}

/** Compares the joint and the unimodal ELBOs of the product of experts. */
export function compareElbos(
  terms: TermValues,
  settings: Settings,
  expected: JsonObject,
  comparison: Comparison,
): void {
  const { dataSet, flags, factorised } = settings;
  const at = (parent: TermValues, ...path: string[]): number =>
    path.reduce<TermValues | number>((value, key) => (value as TermValues)[key]!, parent) as number;
  const styles = (key: Modality): number => (factorised ? at(terms, 'private', key) : 0);
  const beta = numberAt(flags, 'beta');
  const betaStyle = numberAt(flags, 'beta_style');
  const betaContent = numberAt(flags, 'beta_content');
  for (const [name, block] of Object.entries(expected)) {
    const elbo = block as JsonObject;
    const names = Object.keys(objectAt(elbo, 'rec'));
    const own = [...dataSet.modalities.entries()].filter(([, { output }]) => names.includes(output));
    const joint = name === 'joint';
    const path = (key: Modality, part: string): string[] => (joint ? [part, key] : ['unimodal', key, part]);
    const divergence = joint ? at(terms, 'divergence') : at(terms, 'unimodal', own[0]![1].key, 'divergence');
    let value = beta * betaContent * divergence;
    for (const [i, { key, output }] of own) {
      const reconstruction = at(terms, ...path(key, 'reconstruction'));
      comparison.check(`${name}.rec.${key}`, reconstruction, objectAt(elbo, 'rec')[output]);
      comparison.check(`${name}.style_kld.${key}`, styles(key), objectAt(elbo, 'style_kld')[output]);
      const weight = likelihoodWeight(settings, i)!;
      value += reconstruction * (joint ? weight : (dataSet.unimodalWeight ?? weight));
      value += beta * betaStyle * numberAt(flags, `beta_m${i + 1}_style`) * styles(key);
    }
    comparison.check(`${name}.content_kld`, divergence, elbo.content_kld);
    comparison.check(`${name}.value`, value, elbo.value);
  }
}

async function floats(tensor: tf.Tensor): Promise<Float32Array> {
  return (await tensor.data()) as Float32Array;
}

async function read(make: () => tf.Tensor): Promise<number> {
  const tensor = tf.tidy(make);
  const [value] = await tensor.data();
  tensor.dispose();
  return value!;
}
