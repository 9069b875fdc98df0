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

const [from, to = fileURLToPath(new URL('../fixtures/reference', import.meta.url))] = process.argv.slice(2);
if (!from) {
  console.error('Usage: node scripts/write-subset.js FROM [TO]');
  process.exit(2);
}
mkdirSync(to, { recursive: true });
for (const [name, selection] of Object.entries(SELECTION)) {
  const path = join(to, `${name}.json`);
  const { cases, ...head } = subset(JSON.parse(readFileSync(join(from, `${name}.json`), 'utf8')), selection);
  // A line a case, so that a difference can be read.
  const lines = cases.map((one) => JSON.stringify(one)).join(',\n');
  writeFileSync(`${path}.part`, `${JSON.stringify(head).slice(0, -1)},"cases":[\n${lines}\n]}\n`);
  renameSync(`${path}.part`, path);
}
