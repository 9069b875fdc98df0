#!/usr/bin/env node
// Fits the chain of logistic regressions from which attributes of synthetic faces are drawn, on CelebA's own list:
//   node scripts/fit-face-attributes.js path/to/list_attr_celeba.txt
// Writes src/synthetic/faces/attribute-chain.json (to be formatted), and test/fixtures/celeba-attributes.json with the
// frequencies and correlations that the test compares with.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [file] = process.argv.slice(2);
if (!file) {
  console.error('Usage: node scripts/fit-face-attributes.js list_attr_celeba.txt');
  process.exit(1);
}

/** The strength of the pull to zero, ½ λ w²: it keeps weights finite where two attributes never occur together. */
const penalty = 1;

const lines = readFileSync(file, 'utf8').trim().split('\n');
const names = (lines[1] ?? '').trim().split(/\s+/);
const rows = lines.slice(2).map((line) =>
  line
    .trim()
    .split(/\s+/)
    .slice(1)
    .map((value) => (Number(value) > 0 ? 1 : 0)),
);
const wrong = rows.findIndex((row) => row.length !== names.length);
if (names.length !== 40 || wrong >= 0) {
  console.error(
    `${file}: expected 40 attributes in each line, found ${wrong < 0 ? names.length : rows[wrong]?.length}`,
  );
  process.exit(1);
}

/** Attributes in the order of the chain: what decides most comes first. */
const first = ['Male', 'Young', 'Wearing_Hat', 'Bald'];
const order = [...first, ...names.filter((name) => !first.includes(name))];
const places = order.map((name) => names.indexOf(name));

/** Solves A x = b for a symmetric positive definite A (by Cholesky). @param {number[][]} a @param {number[]} b */
function solve(a, b) {
  const n = b.length;
  const l = a.map((row) => [...row]);
  const x = [...b];
  for (let j = 0; j < n; j++) {
    for (let k = 0; k < j; k++) for (let i = j; i < n; i++) l[i][j] -= l[i][k] * l[j][k];
    const pivot = Math.sqrt(l[j][j]);
    for (let i = j; i < n; i++) l[i][j] /= pivot;
  }
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] -= l[i][k] * x[k];
    x[i] /= l[i][i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] -= l[k][i] * x[k];
    x[i] /= l[i][i];
  }
  return x;
}

/** Penalised logistic regression by Newton's method: a bias, then a weight for each column. @param {number} target @param {number[]} columns */
function fit(target, columns) {
  const n = columns.length + 1;
  let weights = new Array(n).fill(0);
  for (let step = 0; step < 25; step++) {
    const gradient = new Array(n).fill(0);
    const hessian = Array.from({ length: n }, () => new Array(n).fill(0));
    for (const row of rows) {
      const on = [0];
      for (let i = 0; i < columns.length; i++) if (row[columns[i]]) on.push(i + 1);
      const p = 1 / (1 + Math.exp(-on.reduce((sum, i) => sum + weights[i], 0)));
      for (const i of on) {
        gradient[i] += row[target] - p;
        for (const j of on) hessian[i][j] += p * (1 - p);
      }
    }
    for (let i = 1; i < n; i++) {
      gradient[i] -= penalty * weights[i];
      hessian[i][i] += penalty;
    }
    const change = solve(hessian, gradient);
    weights = weights.map((weight, i) => weight + change[i]);
    if (Math.max(...change.map(Math.abs)) < 1e-4) break;
  }
  return weights;
}

/** @param {string} path @param {string} text */
function write(path, text) {
  const target = fileURLToPath(new URL(path, import.meta.url));
  writeFileSync(`${target}.part`, text);
  renameSync(`${target}.part`, target);
  console.log(`Wrote ${target}`);
}

const chain = order.map((attribute, i) => {
  const odds = fit(places[i], places.slice(0, i)).map((value) => Math.round(100 * value));
  return `  ${JSON.stringify(attribute)}: ${JSON.stringify(odds)}`;
});
write('../src/faces/attribute-chain.json', `{\n${chain.join(',\n')}\n}\n`);

const frequencies = names.map((_, i) => rows.reduce((sum, row) => sum + row[i], 0) / rows.length);
const correlations = names.map((_, i) =>
  names.slice(0, i).map((_, j) => {
    const both = rows.reduce((sum, row) => sum + row[i] * row[j], 0) / rows.length;
    const [p, q] = [frequencies[i], frequencies[j]];
    return (both - p * q) / Math.sqrt(p * (1 - p) * q * (1 - q));
  }),
);
const round = (/** @type {number} */ value) => Math.round(1000 * value) / 1000;
write(
  '../test/fixtures/celeba-attributes.json',
  `${JSON.stringify({ images: rows.length, frequencies: frequencies.map(round), correlations: correlations.map((row) => row.map(round)) })}\n`,
);
