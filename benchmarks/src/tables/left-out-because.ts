/** Why profiles leave MMVAE (I=30) out. */
export const leftOutBecause = 'a training step with 30 importance samples takes about 40 times as long as one without';
