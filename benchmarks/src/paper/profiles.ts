import { findNamed } from '../input/suggest.js';
import { UserError } from '../input/user-error.js';
import type { Profile } from './profile.js';
import type { RecipeName } from './recipe.js';

/** Every profile, from the shortest to the whole schedule. */
export const profiles: readonly Profile[] = [
  {
    name: 'smoke',
    description: 'seconds; only shows that everything runs, the numbers mean nothing',
    dataSeed: 1,
    recipe: 'fast',
    tables: ['1', '2', '3', '4', '5', '13', '14', '15', '16'],
    extraExperiments: ['mst-mvae-code-weights', 'mst-mmvae-i30'],
  },
  {
    name: 'quick',
    description: 'minutes on two cores; reduced data and schedule',
    dataSeed: 1,
    recipe: 'fast',
    tables: ['1', '2', '3', '4', '5', '13'],
    extraExperiments: ['mst-mvae-code-weights'],
  },
  {
    name: 'standard',
    description: 'properly trained models in about two hours on two cores; reduced schedule',
    dataSeed: 1,
    recipe: 'fast',
    tables: ['1', '2', '3', '4', '13', '14', '15', '16'],
    extraExperiments: ['mst-mvae-code-weights', 'mst-mvae-ms-code-weights'],
  },
  {
    name: 'paper',
    description: "the paper's full schedule",
    dataSeed: 1,
    recipe: 'paper',
    tables: ['1', '2', '3', '4', '5', '13', '14', '15', '16'],
    extraExperiments: [
      'mst-mvae-code-weights',
      'mst-mvae-ms-code-weights',
      'mst-mvae-official-code',
      'mst-mvae-ms-official-code',
      'mst-mmvae-i30',
    ],
  },
];

/**
 * @param recipe Instead of the profile's own.
 * @throws {UserError} if there is no profile of that name, or it is for another recipe only.
 */
export function findProfile(name: string, recipe?: RecipeName): Profile {
  const profile = findNamed(profiles, 'name', { name, unknown: 'Unknown profile' });
  if (recipe === 'fast' && name === 'paper') {
    throw new UserError(
      `The profile '${name}' is the paper's schedule and knows no recipe but 'paper'.`,
      'Leave --recipe out, or choose another profile.',
    );
  }
  return { ...profile, ...(recipe && { recipe }) };
}
