import * as tf from '@tensorflow/tfjs';
import type { WindowAxis } from '../lower/patches.js';
import type { KernelAttributes } from './kernel.js';

/** Shape of images, or of filters. */
export type Shape4D = [number, number, number, number];

/** Sizes and padding of a two-dimensional convolution, from a kernel's attributes. */
export function convolutionInfo(
  inputShape: readonly number[],
  filterShape: readonly number[],
  attributes: KernelAttributes,
  depthwise: boolean,
): tf.backend_util.Conv2DInfo {
  return tf.backend_util.computeConv2DInfo(
    inputShape as Shape4D,
    filterShape as Shape4D,
    attributes.strides as [number, number],
    (attributes.dilations as [number, number] | undefined) ?? 1,
    attributes.pad as 'same',
    attributes.dimRoundingMode as 'floor' | undefined,
    depthwise,
    attributes.dataFormat === 'NCHW' ? 'channelsFirst' : 'channelsLast',
  );
}

/** Windows of a two-dimensional convolution. */
export function convolutionAxes(info: tf.backend_util.Conv2DInfo): {
  readonly vertical: WindowAxis;
  readonly horizontal: WindowAxis;
} {
  return {
    vertical: {
      input: info.inHeight,
      output: info.outHeight,
      kernel: info.filterHeight,
      stride: info.strideHeight,
      dilation: info.dilationHeight,
      before: info.padInfo.top,
    },
    horizontal: {
      input: info.inWidth,
      output: info.outWidth,
      kernel: info.filterWidth,
      stride: info.strideWidth,
      dilation: info.dilationWidth,
      before: info.padInfo.left,
    },
  };
}
