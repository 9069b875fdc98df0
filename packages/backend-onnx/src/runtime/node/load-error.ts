import { PolyvaeError } from '@polyvae/errors';

/** ONNX Runtime is not installed whole, or has no binary for this machine. */
export class RuntimeLoadError extends PolyvaeError {
  override readonly name = 'RuntimeLoadError';
  readonly code = 'onnx-runtime';
}

/** An error of loading ONNX Runtime as one that says what to do. */
export function loadError(cause: unknown): RuntimeLoadError {
  const message = cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause);
  return new RuntimeLoadError(
    `onnxruntime-node could not be loaded on ${process.platform}-${process.arch} with Node ${process.version}: ${message}`,
    {
      hint:
        'It ships binaries for linux (x64, arm64, glibc), macOS (arm64) and Windows (x64, arm64); install it again with: ' +
        'npm install onnxruntime-node@1.30. Where its installer cannot reach the host of the CUDA libraries, which only CUDA needs, ' +
        'npm undoes the installation; leave them out with: ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node@1.30',
      cause,
    },
  );
}
