/** Why profiles leave MMVAE (I=30) out. */
export const leftOutBecause =
  'a training step with 30 importance samples takes many times as long (measure it: polyvae step --model mmvae-i30)';
