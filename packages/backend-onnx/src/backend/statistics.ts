/** Counters of a backend, for benchmarks and tests. */
export interface BackendStatistics {
  /** Graphs compiled since the start. */
  compiled: number;
  /** Milliseconds spent compiling since the start. */
  compileMs: number;
  /** Runs of graphs that were compiled already, since the start. */
  hits: number;
  /** Compiled graphs freed to keep within `sessionCacheSize`, since the start. */
  evictions: number;
  /** Sessions held now. */
  sessions: number;
  /** Bytes of host memory kept for reuse now. */
  pooledBytes: number;
  /** Bytes of the memory that ONNX Runtime's WebAssembly has taken, which only grow; 0 of the native library. */
  runtimeBytes: number;
  /** Graphs run since the start. */
  runs: number;
  /** Milliseconds spent inside ONNX Runtime's run since the start. */
  runMs: number;
  /** Kernel calls that tfjs-backend-cpu computed, since the start. */
  fallbacks: number;
}
