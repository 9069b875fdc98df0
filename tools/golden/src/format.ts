/**
 * Reads the golden reference format: deterministic inputs made by formula, and expected outputs in several encodings.
 * Nothing here knows a particular file, seed or size.
 */

import { sum } from './sums.js';

/** Any value of a parsed golden file. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** An object of a parsed golden file. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** One case: the inputs and what the reference computed from them. */
export interface GoldenCase {
  readonly name: string;
  readonly source: string;
  readonly inputs: JsonObject;
  readonly outputs: JsonObject;
  readonly notes?: string;
}

/** One golden file. */
export interface GoldenFile {
  readonly file: string;
  readonly profile: string;
  readonly seed: number;
  readonly cases: readonly GoldenCase[];
}

/** A dense array in C order. */
export interface GoldenArray {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** Whether a value is a plain object of the file. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object at `key`; throws with the key's name if it is something else. */
export function objectAt(parent: JsonObject, key: string): JsonObject {
  const value = parent[key];
  if (!isObject(value)) throw new Error(`expected an object at "${key}", found ${JSON.stringify(value)?.slice(0, 60)}`);
  return value;
}

/** The finite number at `key`. */
export function numberAt(parent: JsonObject, key: string): number {
  const value = parent[key];
  if (typeof value !== 'number') throw new Error(`expected a number at "${key}", found ${JSON.stringify(value)}`);
  return value;
}

/** The list at `key`. */
export function listAt(parent: JsonObject, key: string): readonly Json[] {
  const value = parent[key];
  if (!Array.isArray(value))
    throw new Error(`expected a list at "${key}", found ${JSON.stringify(value)?.slice(0, 60)}`);
  return value;
}

/** The list of objects at `key`. */
export function objectsAt(parent: JsonObject, key: string): JsonObject[] {
  return listAt(parent, key).map((value) => {
    if (!isObject(value)) throw new Error(`expected objects in "${key}", found ${JSON.stringify(value)}`);
    return value;
  });
}

/** The list of numbers at `key`. */
export function numbersAt(parent: JsonObject, key: string): number[] {
  return listAt(parent, key).map((value) => Number(value));
}

/** The list of strings at `key`. */
export function stringsAt(parent: JsonObject, key: string): string[] {
  return listAt(parent, key).map((value) => String(value));
}

/** The 32-bit finaliser of MurmurHash3. */
function fmix32(x: number): number {
  let h = x;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  h ^= h >>> 16;
  return h >>> 0;
}

/** The format's deterministic 32-bit number for index `i` of the tensor tagged `tag`. */
export function hash32(i: number, tag: number, seed: number): number {
  return fmix32(fmix32((Math.imul(i, 0x9e3779b1) + seed) >>> 0) ^ Math.imul(tag, 0x85ebca77));
}

/** FNV-1a of an ASCII name: the tag of a formula tensor. */
export function tagOf(name: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

function symmetric(i: number, tag: number, seed: number): number {
  return (2 * hash32(i, tag, seed)) / 2 ** 32 - 1;
}

/** A standard normal number for index `i` of the tensor tagged `tag`. */
export function gaussian(i: number, tag: number, seed: number): number {
  const radius = Math.sqrt(-2 * Math.log((hash32(2 * i, tag, seed) + 1) / 2 ** 32));
  return radius * Math.cos((2 * Math.PI * hash32(2 * i + 1, tag, seed)) / 2 ** 32);
}

function quantise(x: number): number {
  return Math.round(4096 * x) / 4096;
}

const formulas: Readonly<
  Record<string, (i: number, tag: number, seed: number, scale: number, offset: number) => number>
> = {
  q_sym: (i, tag, seed, scale, offset) => quantise(offset + scale * symmetric(i, tag, seed)),
  q_gauss: (i, tag, seed, scale, offset) => quantise(offset + scale * gaussian(i, tag, seed)),
  pixel: (i, tag, seed) => (hash32(i, tag, seed) >>> 16) / 65536,
};

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}

/** Reads a stored or formula input: `{shape, data}`, `{formula, …}` or a (nested) list of numbers. Checks `check_*`. */
export function readArray(value: Json | undefined, seed: number): GoldenArray {
  if (Array.isArray(value)) return fromNested(value);
  if (typeof value === 'number') return { shape: [], data: Float64Array.of(value) };
  if (!isObject(value)) throw new Error(`expected an array, found ${JSON.stringify(value)?.slice(0, 80)}`);
  const shape = numbersAt(value, 'shape');
  if (Array.isArray(value.data)) return { shape, data: Float64Array.from(value.data, Number) };
  const formula = formulas[String(value.formula)];
  if (!formula)
    throw new Error(`unknown formula "${String(value.formula)}"; known: ${Object.keys(formulas).join(', ')}`);
  const tag = tagOf(String(value.name));
  const scale = numberAt(value, 'scale');
  const offset = numberAt(value, 'offset');
  const data = Float64Array.from({ length: sizeOf(shape) }, (_, i) => formula(i, tag, seed, scale, offset));
  checkFormula(String(value.name), data, value);
  return { shape, data };
}

function checkFormula(name: string, data: Float64Array, value: JsonObject): void {
  if (!value.check_first4) return;
  const first = numbersAt(value, 'check_first4');
  const expected = numberAt(value, 'check_sum');
  if (first.some((x, i) => x !== data[i]) || Math.abs(sum(data) - expected) > 1e-9 * Math.max(1, data.length)) {
    throw new Error(`formula tensor "${name}" does not meet its check values: the file's seed or formula differs`);
  }
}

function fromNested(value: readonly Json[]): GoldenArray {
  const shape: number[] = [];
  for (let level: Json | undefined = value; Array.isArray(level); level = level[0]) shape.push(level.length);
  return { shape, data: Float64Array.from(flatNumbers(value)) };
}

/** All numbers of a number or nested list in C order; infinities, which JSON lacks, are written as strings. */
export function flatNumbers(value: Json | undefined): number[] {
  if (Array.isArray(value)) return value.flatMap(flatNumbers);
  if (typeof value === 'string') return [Number(value.replace(/^(-?)inf(inity)?$/i, '$1Infinity'))];
  return [value === null || value === undefined ? Number.NaN : Number(value)];
}

/** Reads a parameter entry `{name, shape, offset, scale}`; values are rounded to float32 as the reference stored them. */
export function readParameter(value: JsonObject, seed: number): GoldenArray & { readonly name: string } {
  const name = String(value.name);
  const shape = numbersAt(value, 'shape');
  const tag = tagOf(name);
  const scale = numberAt(value, 'scale');
  const offset = numberAt(value, 'offset');
  const data = Float64Array.from({ length: sizeOf(shape) }, (_, i) =>
    Math.fround(offset + scale * symmetric(i, tag, seed)),
  );
  if (Array.isArray(value.first2) && value.first2.some((x, i) => Math.fround(Number(x)) !== data[i])) {
    throw new Error(`parameter "${name}" does not meet its first two values: the file's seed or formula differs`);
  }
  return { name, shape, data };
}
