import { Graph } from '../../graph/graph.js';
import { planProgram } from '../../graph/program.js';
import { encodeModel, feedName, outputName } from '../../onnx/model.js';
import { type ExecutionProvider, installerPath, knownProviders, NodeSession, wrap } from './binding.js';

/** Execution providers that can be asked for. */
export const EXECUTION_PROVIDERS: readonly ExecutionProvider[] = ['cpu', 'webgpu', 'cuda'];

const PLATFORMS: Record<ExecutionProvider, string> = {
  cpu: 'all platforms',
  webgpu: 'linux-x64, darwin-arm64, win32-x64 and win32-arm64',
  cuda: 'linux-x64',
};

/** Advice for a provider of this platform that does not start. */
function remedy(provider: ExecutionProvider): string {
  if (provider === 'cuda') {
    return (
      'It needs an NVIDIA GPU with CUDA 12 and cuDNN 9 on the library path, and libraries that npm does not carry; ' +
      `get them with: ONNXRUNTIME_NODE_INSTALL=cuda12 node ${installerPath()}`
    );
  }
  const driver = process.platform === 'linux' ? 'a Vulkan driver, which `vulkaninfo --summary` lists' : 'a GPU driver';
  return `It needs ${driver}. Install your GPU's, or use executionProvider: 'cpu'.`;
}

/**
 * Runs a small graph on an execution provider.
 * @throws {Error} if it cannot; the message says why and what to do.
 */
export function requireProvider(provider: ExecutionProvider): void {
  if (provider === 'cpu') return;
  const here = `${process.platform}-${process.arch}`;
  const start = `executionProvider: '${provider}' is not available`;
  if (!knownProviders().includes(provider)) {
    throw new Error(
      `${start} on ${here}: onnxruntime-node has it for ${PLATFORMS[provider]}, here it has ${knownProviders().join(', ')}.`,
    );
  }
  try {
    runOn(provider);
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).trim();
    throw new Error(`${start}. ONNX Runtime says: ${reason}\n${remedy(provider)}`, { cause: error });
  }
}

/** Computes 1 + 1. */
function runOn(executionProvider: ExecutionProvider): void {
  const graph = new Graph();
  const x = graph.feed({ array: Float32Array.of(1), references: 1, poolable: false }, [1], 'float32');
  const program = planProgram([graph.op('Add', [x, x], [1], 'float32')]);
  const session = new NodeSession(encodeModel(program), {
    executionProvider,
    threads: 1,
    graphOptimizationLevel: 'all',
  });
  try {
    const sum = new Float32Array(1);
    session.run({ [feedName(0)]: wrap(x.feed!.array, 'float32', [1]) }, { [outputName(0)]: wrap(sum, 'float32', [1]) });
    if (sum[0] !== 2) throw new Error(`1 + 1 gave ${sum[0]}`);
  } finally {
    session.dispose();
  }
}
