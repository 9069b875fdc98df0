export { BatchError, ConfigurationError, ShapeError } from './errors.js';
export { type Activation, relu, reshape, sigmoid } from './networks/activation.js';
export { type Convolution1dOptions, conv1d, conv1dTranspose } from './networks/conv1d.js';
export { type ConvolutionOptions, conv2d } from './networks/conv2d.js';
export { conv2dTranspose } from './networks/conv2d-transpose.js';
export { type GaussianEncoderOptions, gaussianEncoder } from './networks/gaussian-encoder.js';
export { type LinearOptions, linear } from './networks/linear.js';
export { type MnistNetworkOptions, mnistDecoder, mnistEncoder } from './networks/mnist.js';
export type {
  ApplyContext,
  BuildContext,
  Decoder,
  Encoder,
  EncoderOutput,
  GaussianParameters,
  LatentSizes,
  Network,
} from './networks/network.js';
export type { Spatial } from './networks/padding.js';
export { sequential } from './networks/sequential.js';
export { svhnDecoder, svhnEncoder } from './networks/svhn.js';
export { type TextNetworkOptions, textDecoder, textEncoder } from './networks/text.js';
