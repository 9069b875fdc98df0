/**
 * Environments with PyTorch's thread settings that may be the fastest: on all cores, with and without BLAS of its own threads, and on one.
 * @param {number} cores
 */
export function threadSettings(cores) {
  const pairs =
    cores === 1
      ? [[1, 1]]
      : [
          [cores, 1],
          [cores, cores],
          [1, 1],
        ];
  return pairs.map(([omp, blas]) => ({
    OMP_NUM_THREADS: `${omp}`,
    OPENBLAS_NUM_THREADS: `${blas}`,
    MKL_NUM_THREADS: `${omp}`,
  }));
}
