import { type FaceAttribute, faceAttributes } from './face-attributes.js';

/** Which attributes a face has. */
export type Traits = Readonly<Record<FaceAttribute, boolean>>;

/** Copied for each face: an object that grows by forty properties is slow to make. */
const none = Object.fromEntries(faceAttributes.map((name) => [name, false])) as Traits;

/** The traits of an item, in rows of 40 attributes that are 0 or 1. */
export function traitsOf(attributes: Uint8Array, item = 0): Traits {
  const start = item * faceAttributes.length;
  const traits: Record<FaceAttribute, boolean> = { ...none };
  for (let i = 0; i < faceAttributes.length; i++) traits[faceAttributes[i]!] = attributes[start + i] === 1;
  return traits;
}
