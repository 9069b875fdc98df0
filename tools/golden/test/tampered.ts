import type { Json, JsonObject } from '../src/format.js';

/** Every number moved by a hundredth of its size and 0.01 more, in both precisions at once, and every text by a letter. */
function tampered(value: Json | undefined): Json {
  if (typeof value === 'number') return value * 1.01 + 0.01;
  if (typeof value === 'string') return `${value}?`;
  if (Array.isArray(value)) return value.map(tampered);
  if (typeof value !== 'object' || value === null) return value ?? null;
  const entries = Object.entries(value as JsonObject);
  return Object.fromEntries(entries.map(([key, part]) => [key, key === 'shape' ? (part ?? null) : tampered(part)]));
}

/** The object with what lies at the path beyond any tolerance. */
export function withTampered(object: JsonObject, path: readonly string[]): JsonObject {
  return replaced(object, path) as JsonObject;
}

function replaced(value: Json | undefined, [key, ...rest]: readonly string[]): Json {
  if (key === undefined) return tampered(value);
  if (Array.isArray(value)) return (value as Json[]).with(Number(key), replaced(value[Number(key)], rest));
  const object = value as JsonObject;
  if (!(key in object)) throw new Error(`expected a key "${key}" among ${Object.keys(object).join(', ')}`);
  return { ...object, [key]: replaced(object[key], rest) };
}
