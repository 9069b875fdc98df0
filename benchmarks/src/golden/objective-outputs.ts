import { Normal } from '@polyvae/distributions';
import { kl } from '@polyvae/divergences';
import type { TermValues } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs';
import type { Comparison } from './comparison.js';
import { isObject, type Json, type JsonObject, numberAt, objectAt } from './format.js';
import type { Fusion, Unimodal } from './fusion.js';
import { type Modality, modalities, type Settings } from './objective-model.js';

/** Names of the published encoders' outputs. */
const networks: Readonly<Record<Modality, string>> = { mnist: 'enc_img_mnist', svhn: 'enc_img_svhn', text: 'enc_text' };

/** What an objective case reports, as numbers. */
export interface Reported {
  readonly loss: number;
  readonly terms: TermValues;
}

/** Compares what the encoders put out. */
export async function compareHeads(
  each: readonly Unimodal[],
  outputs: JsonObject,
  comparison: Comparison,
): Promise<void> {
  for (const { key, shared, private: own } of each) {
    const heads = { class: shared, ...(own ? { style: own } : {}) };
    for (const [name, { base }] of Object.entries(heads)) {
      comparison.check(`${networks[key]}_${name}_mu`, await base.loc.data(), outputs[`${networks[key]}_${name}_mu`]);
      const logVar = await base.logVariance!.data();
      comparison.check(`${networks[key]}_${name}_logvar`, logVar, outputs[`${networks[key]}_${name}_logvar`]);
    }
  }
}

/** Compares the joint posterior, the dynamic prior and the divergences. */
export async function compareFusion(fusion: Fusion, outputs: JsonObject, comparison: Comparison): Promise<void> {
  const { joint, dynamicPrior, individual, divergence } = fusion;
  comparison.check('joint_mu', await joint.base.loc.data(), outputs.joint_mu);
  comparison.check('joint_logvar', await joint.base.logVariance!.data(), outputs.joint_logvar);
  if (dynamicPrior) {
    comparison.check('dyn_prior_mu', await dynamicPrior.base.loc.data(), outputs.dyn_prior_mu);
    comparison.check('dyn_prior_logvar', await dynamicPrior.base.logVariance!.data(), outputs.dyn_prior_logvar);
  }
  comparison.check('individual_divs', await individual.data(), outputs.individual_divs);
  comparison.check('joint_divergence', await divergence.data(), outputs.joint_divergence);
}

/** Compares every scalar that the published training loop logs. */
export async function compareScalars(
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
    const m = modalities.indexOf(key) + 1;
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
  scalars.set('group_divergence/group_div', terms.divergence as number);
  scalars.set('group_divergence/KLDgroup', await standard(fusion.joint));
  arrays.set('mu/content_alpha', await floats(fusion.joint.base.loc));
  arrays.set('logvar/content_alpha', await floats(fusion.joint.base.logVariance!));
  if (fusion.dynamicPrior) scalars.set('group_divergence/KLDdyn_prior', await standard(fusion.dynamicPrior));
  for (const [name, value] of Object.entries(expected)) {
    const array = arrays.get(name);
    if (array) compareMean(name, array, value, comparison);
    else comparison.check(name, scalars.get(name) ?? Number.NaN, value);
  }
}

/** A mean of values of both signs is as precise as the values are, not as it happens to be small. */
function compareMean(path: string, values: Float32Array, expected: Json | undefined, comparison: Comparison): void {
  if (!isObject(expected)) throw new Error(`${path}: expected a scalar of two precisions`);
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const magnitude = values.reduce((sum, x) => sum + Math.abs(x), 0) / values.length;
  const reference = numberAt(expected, 'f64');
  // Adding the same magnitude to both sides turns the relative tolerance into one of that magnitude.
  comparison.check(path, mean - reference + magnitude, magnitude);
}

/** Compares the joint and the unimodal ELBOs of the product of experts. */
export function compareElbos(
  terms: TermValues,
  { flags, factorised }: Settings,
  expected: JsonObject,
  comparison: Comparison,
): void {
  const at = (parent: TermValues, ...path: string[]): number =>
    path.reduce<TermValues | number>((value, key) => (value as TermValues)[key]!, parent) as number;
  const styles = (key: Modality): number => (factorised ? at(terms, 'private', key) : 0);
  const beta = numberAt(flags, 'beta');
  const betaStyle = numberAt(flags, 'beta_style');
  const betaContent = numberAt(flags, 'beta_content');
  for (const [name, block] of Object.entries(expected)) {
    const elbo = block as JsonObject;
    const keys = modalities.filter((key) => Object.keys(objectAt(elbo, 'rec')).some((own) => own.endsWith(key)));
    const joint = name === 'joint';
    const path = (key: Modality, part: string): string[] => (joint ? [part, key] : ['unimodal', key, part]);
    const divergence = joint ? at(terms, 'divergence') : at(terms, 'unimodal', keys[0]!, 'divergence');
    let value = beta * betaContent * divergence;
    for (const key of keys) {
      const m = modalities.indexOf(key) + 1;
      const reconstruction = at(terms, ...path(key, 'reconstruction'));
      const published = key === 'text' ? key : `img_${key}`;
      comparison.check(`${name}.rec.${key}`, reconstruction, objectAt(elbo, 'rec')[published]);
      comparison.check(`${name}.style_kld.${key}`, styles(key), objectAt(elbo, 'style_kld')[published]);
      value += reconstruction * (joint ? numberAt(flags, `rec_weight_m${m}`) : 1);
      value += beta * betaStyle * numberAt(flags, `beta_m${m}_style`) * styles(key);
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
