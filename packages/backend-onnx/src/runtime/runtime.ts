import type { HostArray } from '../graph/node.js';

/** A value as ONNX Runtime takes and gives it. */
export interface OrtTensor {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: HostArray;
}

/** A compiled graph. */
export interface Session {
  /**
   * Runs the graph; results are written into `outputs`.
   * @throws {Error} that names the ONNX operator if one refuses its inputs' values; ONNX Runtime's own is its cause.
   */
  run(feeds: Readonly<Record<string, OrtTensor>>, outputs: Readonly<Record<string, OrtTensor>>): void;
  /** Frees the session's threads and memory. */
  dispose(): void;
}

/** ONNX Runtime as the backend uses it: native in Node, WebAssembly in browsers. Everything is synchronous. */
export interface Runtime {
  /** Compiles an ONNX model. */
  compile(model: Uint8Array): Session;
  /** Wraps host memory, without a copy, for use as a feed or an output. */
  wrap(array: HostArray, dtype: string, dims: readonly number[]): OrtTensor;
  /** Channels in a block of its blocked convolutions; undefined if it has none. */
  blockSize(): number | undefined;
  /** Bytes of the memory that it has for itself, which only grow; 0 of the native one, whose memory is the process's. */
  memoryBytes(): number;
  /** Whether so much memory is taken that compiled graphs that are not in use should go. */
  isMemoryScarce(): boolean;
}
