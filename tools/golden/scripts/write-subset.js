#!/usr/bin/env node
// Writes the part of a folder of reference values that the repository carries along: some cases of every kind of file,
// shortened. What is left out of a case is what no comparison needs: the reference's float32 run, where a float64 run
// stands beside it, digits beyond the tolerances, most single values of gradients, and parameters of other cases.
// Usage: node scripts/write-subset.js FROM [TO]
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Names of cases by file. `digits` of expected values are significant; `float32` keeps the reference's float32 run. */
const SELECTION = {
  divergences: {
    float32: true,
    cases: 'kl_0 reparameterize jsd2uneven0 reweight_0 closed_form_kl weighted_geometric_mean_2 moe_js_mc2_1_uneven',
  },
  evaluation: { digits: 13, cases: 'latent_multiclass average_precision ap_batch_averaging coherence' },
  likelihood_estimates: { digits: 13, cases: 'params jsd_fact_proper_logits_text grouping_demo gaussian_log_pdf' },
  likelihoods: { float32: true, cases: 'laplace normal bernoulli_logits_grey categorical_small' },
  networks: {
    cases:
      'enc_img_mnist_fact_small enc_text_fact_small dec_img_svhn_fact_small dec_text_fact_small clf_text ' +
      'celeba_enc_img_small_train_nodrop',
  },
  objectives: { cases: 'params moe_fact_even adam_4_steps_jsd_fact subset_inference_poe' },
  objectives_celeba: { cases: 'params celeba_small_jsd' },
  prd: { digits: 13, cases: 'hist_few_bins assignments_k6_runs3 ceiling distribution_shift' },
  text: {
    cases: 'alphabet one_hot_encode tensor_to_text digit_text celeba_strings attr_to_text_no_random_start',
  },
};

/** Names of cases of the model zoo by file. */
const ZOO = {
  crmvae: 'two_factors',
  dmvae: 'two_missing',
  jmvae: 'two',
  mmvae: 'two_normal_k1_beta',
  mmvaeplus: 'three_missing_iwae_k2',
  mopoe: 'two three_private_missing',
  mvae: 'two',
  mvtcae: 'two_missing',
  telbo: 'two_second_stage',
};

/** Values by a paper's formula that are compared in place of the reference's. */
const ZOO_PAPER = new Set(['own_divergence', 'full_reconstruction_mean', 'mean_over_all_rows']);

/** What comparisons read of a zoo case's outputs. */
const ZOO_OUTPUTS = ['terms', 'loss', 'gradients'];

const GRADIENT_VALUES = 2;

/** Drops what the comparison of an expected value does not need. */
function shorten(value, { digits = 8, float32 = false }) {
  if (typeof value === 'number') return Number(value.toPrecision(Number.isInteger(value) ? 16 : digits));
  if (Array.isArray(value)) return value.map((part) => shorten(part, { digits, float32 }));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key]) => float32 || !/(^|_)f32$/.test(key))
    .map(([key, part]) => [key, key === 'first16' ? part.slice(0, GRADIENT_VALUES) : part])
    .map(([key, part]) => [key, shorten(part, { digits, float32 })]);
  return Object.fromEntries(entries);
}

/** A parameter's formula, exactly as it is; the first one of a list keeps the values that tell a wrong seed. */
function parameter({ name, shape, offset, scale, first2 }, i) {
  return { name, shape, offset, scale, ...(i === 0 && { first2 }) };
}

function shortenCase({ name, source, inputs, outputs, notes }, used, options) {
  const parameters = Array.isArray(inputs.params) ? { params: inputs.params.map(parameter) } : {};
  const sets = Object.entries(outputs).filter(([key]) => used.has(key));
  const expected =
    name === 'params'
      ? Object.fromEntries(sets.map(([key, own]) => [key, own.map(parameter)]))
      : shorten(outputs, options);
  return { name, source, inputs: { ...inputs, ...parameters }, outputs: expected, notes };
}

function subset(file, { cases: names, ...options }) {
  const cases = names.split(' ').map((name) => {
    const found = file.cases.find((one) => one.name === name);
    if (!found)
      throw new Error(`${file.file}: expected a case "${name}", found ${file.cases.map((one) => one.name).join(', ')}`);
    return found;
  });
  const used = new Set(cases.map(({ inputs }) => String(inputs.params).split(' ')[0]));
  const { file: kind, profile, seed, official_commit, versions } = file;
  const shortened = cases.map((one) => shortenCase(one, used, options));
  return { file: kind, profile, seed, official_commit, versions, cases: shortened };
}

/** Some cases of the zoo, with the sets of modalities and weights that they use. */
function zooSubset(file, names) {
  const cases = names.split(' ').map((name) => {
    const { source, inputs, outputs } = file.cases.find((one) => one.name === name);
    const rows = outputs.posteriors?.component_of_row;
    const kept = Object.fromEntries(ZOO_OUTPUTS.map((key) => [key, outputs[key]]));
    const paper = Object.entries(outputs.paper ?? {}).filter(([key]) => ZOO_PAPER.has(key));
    const all = {
      ...kept,
      ...(rows && { posteriors: { component_of_row: rows } }),
      ...(paper.length > 0 && { paper: Object.fromEntries(paper) }),
    };
    return { name, source, inputs, outputs: shorten(all, { digits: 8 }) };
  });
  const used = (sets, key) =>
    Object.fromEntries(Object.entries(sets).filter(([name]) => cases.some(({ inputs }) => inputs[key] === name)));
  const { file: kind, profile, seed, versions, sizes } = file;
  const modality_sets = used(file.modality_sets, 'modality_set');
  const parameter_sets = used(file.parameter_sets, 'parameter_set');
  return { file: kind, profile, seed, versions, sizes, modality_sets, parameter_sets, cases };
}

const [from, to = fileURLToPath(new URL('../fixtures/reference', import.meta.url))] = process.argv.slice(2);
if (!from) {
  console.error('Usage: node scripts/write-subset.js FROM [TO]');
  process.exit(2);
}
mkdirSync(join(to, 'zoo'), { recursive: true });

function write(name, make) {
  const path = join(to, `${name}.json`);
  const { cases, ...head } = make(JSON.parse(readFileSync(join(from, `${name}.json`), 'utf8')));
  // A line a case, so that a difference can be read.
  const lines = cases.map((one) => JSON.stringify(one)).join(',\n');
  writeFileSync(`${path}.part`, `${JSON.stringify(head).slice(0, -1)},"cases":[\n${lines}\n]}\n`);
  renameSync(`${path}.part`, path);
}

for (const [name, selection] of Object.entries(SELECTION)) write(name, (file) => subset(file, selection));
for (const [name, names] of Object.entries(ZOO)) write(`zoo/${name}`, (file) => zooSubset(file, names));
