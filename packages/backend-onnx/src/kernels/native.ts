import { convolutions } from './convolution.js';
import { elementwise } from './elementwise.js';
import type { Recorders } from './kernel.js';
import { matrixProducts } from './matmul.js';
import { composites } from './normalisation.js';
import { reductions } from './reduction.js';
import { shapes } from './shape.js';

/** Every kernel that is recorded as ONNX operators. */
export const nativeKernels: Recorders = {
  ...elementwise,
  ...matrixProducts,
  ...convolutions,
  ...reductions,
  ...shapes,
  ...composites,
};
