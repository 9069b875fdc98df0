/** PyTorch with a tuned BLAS is never so much slower than ONNX Runtime in a plain matrix product. */
const LEAST_SHARE = 0.25;

/**
 * Refuses a PyTorch whose BLAS is the untuned reference one: a comparison with it says nothing.
 * @param {{ onnx: number, torch?: number }} peak GFLOP/s of a large matrix product, by engine.
 */
export function checkBlas({ onnx, torch }) {
  if (torch === undefined || torch >= LEAST_SHARE * onnx) return;
  throw new Error(
    `PyTorch multiplies matrices at ${torch.toFixed(0)} GFLOP/s, ONNX Runtime at ${onnx.toFixed(0)}: its BLAS is not a tuned ` +
      'one, and no comparison would be fair. Install one (Debian: apt-get install libopenblas0), or leave PyTorch out ' +
      'with --engines onnx,jit,wasm,cpu.',
  );
}
