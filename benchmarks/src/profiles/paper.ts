import type { Profile } from '../profile.js';

/** The paper's whole schedule, meant for the official files. */
export const paper: Profile = {
  name: 'paper',
  description: "the paper's full schedule",
  dataSeed: 1,
  validationSize: 1_000,
  probe: { trainSize: 256 },
  extraExperiments: ['mst-mvae-official-code', 'mst-mvae-ms-official-code'],
};
