import { activations } from './activation.js';
import { arithmetics } from './arithmetic.js';
import { comparisons } from './comparison.js';
import { convolutions } from './convolution.js';
import { convolutions3d } from './convolution-3d.js';
import { depthwiseConvolutions } from './depthwise.js';
import { einsums } from './einsum.js';
import { exponentials } from './exponential.js';
import { integers } from './integers.js';
import type { Recorders } from './kernel.js';
import { matrixProducts } from './matmul.js';
import { composites } from './normalisation.js';
import { pools } from './pooling.js';
import { rearrangements } from './rearrangement.js';
import { reductions } from './reduction.js';
import { resizes } from './resize.js';
import { runningTotals } from './running.js';
import { scatters } from './scatter.js';
import { searches } from './search.js';
import { shapes } from './shape.js';
import { trigonometry } from './trigonometry.js';

/** Every kernel that is recorded as ONNX operators. */
export const nativeKernels: Recorders = {
  ...arithmetics,
  ...comparisons,
  ...exponentials,
  ...activations,
  ...trigonometry,
  ...integers,
  ...searches,
  ...matrixProducts,
  ...einsums,
  ...convolutions,
  ...convolutions3d,
  ...depthwiseConvolutions,
  ...pools,
  ...reductions,
  ...runningTotals,
  ...rearrangements,
  ...scatters,
  ...resizes,
  ...shapes,
  ...composites,
};
