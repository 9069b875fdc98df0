/**
 * Environments with PyTorch's thread settings that may be the fastest: on all cores, with and without BLAS of its own threads, and on one.
 * @param {number} cores
 */
export function threadSettings(cores) {
  const settings = (omp, blas) => ({
    OMP_NUM_THREADS: `${omp}`,
    OPENBLAS_NUM_THREADS: `${blas}`,
    MKL_NUM_THREADS: `${omp}`,
  });
  const single = settings(1, 1);
  return cores === 1 ? [single] : [settings(cores, 1), settings(cores, cores), single];
}
