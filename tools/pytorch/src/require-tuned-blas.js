/**
 * Refuses a PyTorch whose BLAS is the untuned reference one: a comparison with it says nothing.
 * @param {number} gflops What it reaches in a large matrix product.
 * @param {number} least What any tuned BLAS reaches on this machine.
 */
export function requireTunedBlas(gflops, least) {
  if (gflops >= least) return;
  throw new Error(
    `PyTorch multiplies matrices at ${gflops.toFixed(1)} GFLOP/s, expected at least ${least.toFixed(0)}: its BLAS is not a tuned ` +
      'one, and no comparison would be fair. Install one (Debian: apt-get install libopenblas0), or leave PyTorch out.',
  );
}
