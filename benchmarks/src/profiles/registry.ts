import type { Profile } from '../profile.js';
import { choices } from '../suggest.js';
import { UserError } from '../user-error.js';
import { paper } from './paper.js';
import { quick } from './quick.js';
import { smoke } from './smoke.js';
import { standard } from './standard.js';

/** Every profile, from the shortest to the longest. */
export const profiles: readonly Profile[] = [smoke, quick, standard, paper];

/** @throws {UserError} if there is none of that name. */
export function findProfile(name: string): Profile {
  const found = profiles.find((profile) => profile.name === name);
  if (found) return found;
  const known = profiles.map((profile) => profile.name);
  throw new UserError(`Unknown profile '${name}'.`, choices(name, known));
}
