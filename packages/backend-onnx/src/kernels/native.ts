import { convolutions } from './convolution.js';
import { convolutions3d } from './convolution-3d.js';
import { depthwiseConvolutions } from './depthwise.js';
import { elementwise } from './elementwise.js';
import type { Recorders } from './kernel.js';
import { matrixProducts } from './matmul.js';
import { composites } from './normalisation.js';
import { pools } from './pooling.js';
import { rearrangements } from './rearrangement.js';
import { reductions } from './reduction.js';
import { resizes } from './resize.js';
import { scatters } from './scatter.js';
import { shapes } from './shape.js';

/** Every kernel that is recorded as ONNX operators. */
export const nativeKernels: Recorders = {
  ...elementwise,
  ...matrixProducts,
  ...convolutions,
  ...convolutions3d,
  ...depthwiseConvolutions,
  ...pools,
  ...reductions,
  ...rearrangements,
  ...scatters,
  ...resizes,
  ...shapes,
  ...composites,
};
