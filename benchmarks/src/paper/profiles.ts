import { findNamed } from '../input/suggest.js';
import type { Profile } from './profile.js';

/** Every profile, from the shortest to the whole schedule. */
export const profiles: readonly Profile[] = [
  {
    name: 'smoke',
    description: 'seconds; only shows that everything runs, the numbers mean nothing',
    dataSeed: 1,
    tables: ['1', '2', '3', '4', '5', '13', '14', '15', '16'],
    extraExperiments: ['mst-mmvae-i30'],
  },
  {
    name: 'quick',
    description: 'minutes on two cores; reduced data and schedule',
    dataSeed: 1,
    tables: ['1', '2', '3', '4', '5', '13'],
    extraExperiments: [],
  },
  {
    name: 'standard',
    description: 'properly trained models in about an hour on two cores; reduced schedule',
    dataSeed: 1,
    tables: ['1', '2', '3', '4', '13', '14', '15', '16'],
    extraExperiments: ['mst-mvae-official-code', 'mst-mvae-ms-official-code'],
  },
  {
    name: 'paper',
    description: "the paper's full schedule",
    dataSeed: 1,
    tables: ['1', '2', '3', '4', '5', '13', '14', '15', '16'],
    extraExperiments: ['mst-mvae-official-code', 'mst-mvae-ms-official-code', 'mst-mmvae-i30'],
  },
];

/** @throws {UserError} if there is no profile of that name. */
export function findProfile(name: string): Profile {
  return findNamed(profiles, 'name', { name, unknown: 'Unknown profile' });
}
