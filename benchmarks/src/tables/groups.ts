/** Groups of rows: models with one latent that all modalities share. */
export const sharedLatent = 'One shared latent (20)';

/** Groups of rows: models with a latent of each modality's own besides. */
export const modalitySpecificLatents = 'Modality-specific subspaces (shared 16 + private 4 each)';
