import { sha256 } from './sha256.js';

const ending = /^(.*),"digest":"([0-9a-f]{64})"\}\n?$/s;

/** An object as JSON that ends with the SHA-256 of what stands before. */
export function sealJson(value: object): string {
  const text = JSON.stringify(value);
  return `${text.slice(0, -1)},"digest":"${sha256(text)}"}`;
}

/**
 * Reads what {@link sealJson} gave.
 * @returns The object without its digest; undefined if it has none, or another one than it should.
 */
export function openSealedJson(text: string): unknown {
  const [, begin, digest] = ending.exec(text) ?? [];
  if (begin === undefined || sha256(`${begin}}`) !== digest) return undefined;
  return JSON.parse(`${begin}}`);
}
