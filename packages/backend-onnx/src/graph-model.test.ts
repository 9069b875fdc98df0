import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { onnx, tensor } from '../test/compare.js';
import { expectSame, floats, number, whole } from '../test/compare-graph-models.js';
import { bool, float, int, ints, load, node, placeholder, text, texts, type } from '../test/graph-model.js';

const T = type('DT_FLOAT');
const window = { T, strides: ints([1, 1, 1, 1]), padding: text('SAME'), data_format: text('NHWC') };

test('a convolutional network as the converter fuses it', async () => {
  const pooling = { T, ksize: ints([1, 2, 2, 1]), strides: ints([1, 2, 2, 1]), padding: text('VALID') };
  await expectSame({
    nodes: [
      placeholder('x', [-1, 8, 8, 2]),
      node('conv', '_FusedConv2D', ['x', 'filter', 'bias'], {
        ...window,
        fused_ops: texts(['BiasAdd', 'Relu']),
        num_args: int(1),
        epsilon: float(0),
      }),
      node('depthwise', 'FusedDepthwiseConv2dNative', ['conv', 'channels', 'bias'], {
        ...window,
        fused_ops: texts(['BiasAdd', 'Relu6']),
        num_args: int(1),
      }),
      node('pool', 'MaxPool', ['depthwise'], pooling),
      node('flat', 'Reshape', ['pool', 'rows'], { T, Tshape: type('DT_INT32') }),
      node('logits', '_FusedMatMul', ['flat', 'weights', 'offset'], {
        T,
        transpose_a: bool(false),
        transpose_b: bool(false),
        fused_ops: texts(['BiasAdd', 'Elu']),
        num_args: int(1),
      }),
      node('y', 'Softmax', ['logits'], { T }),
    ],
    weights: {
      filter: floats([3, 3, 2, 4], 1),
      bias: floats([4], 2),
      channels: floats([3, 3, 4, 1], 3),
      rows: whole(-1, 64),
      weights: floats([64, 3], 4),
      offset: floats([3], 5),
    },
    inputs: () => ({ x: tensor([3, 8, 8, 2]) }),
    outputs: ['y', 'conv'],
  });
});

test('the same layers unfused, with batch normalisation, padding and pooling', async () => {
  await expectSame({
    nodes: [
      placeholder('x', [-1, 7, 7, 2]),
      node('padded', 'Pad', ['x', 'paddings'], { T, Tpaddings: type('DT_INT32') }),
      node('conv', 'Conv2D', ['padded', 'filter'], {
        ...window,
        padding: text('VALID'),
        strides: ints([1, 2, 2, 1]),
        dilations: ints([1, 1, 1, 1]),
      }),
      node('biased', 'BiasAdd', ['conv', 'bias'], { T, data_format: text('NHWC') }),
      node('normal', 'FusedBatchNormV3', ['biased', 'scale', 'bias', 'mean', 'variance'], {
        T,
        U: T,
        epsilon: float(0.001),
        is_training: bool(false),
        data_format: text('NHWC'),
      }),
      node('active', 'Relu6', ['normal'], { T }),
      node('depthwise', 'DepthwiseConv2dNative', ['active', 'channels'], { ...window, dilations: ints([1, 1, 1, 1]) }),
      node('pool', 'AvgPool', ['depthwise'], {
        T,
        ksize: ints([1, 3, 3, 1]),
        strides: ints([1, 1, 1, 1]),
        padding: text('SAME'),
      }),
      node('mean_', 'Mean', ['pool', 'axes'], { T, keep_dims: bool(false) }),
      node('product', 'MatMul', ['mean_', 'weights'], { T, transpose_a: bool(false), transpose_b: bool(true) }),
      node('y', 'AddV2', ['product', 'offset'], { T }),
    ],
    weights: {
      paddings: { shape: [4, 2], values: Int32Array.of(0, 0, 1, 1, 1, 1, 0, 0) },
      filter: floats([3, 3, 2, 4], 1),
      bias: floats([4], 2),
      scale: floats([4], 6),
      mean: floats([4], 7),
      variance: { shape: [4], values: Float32Array.of(0.5, 1, 1.5, 2) },
      channels: floats([3, 3, 4, 2], 3),
      axes: whole(1, 2),
      weights: floats([3, 8], 4),
      offset: floats([3], 5),
    },
    inputs: () => ({ x: tensor([2, 7, 7, 2]) }),
    outputs: ['y'],
  });
});

test('whole numbers and truth values', async () => {
  const I = type('DT_INT32');
  await expectSame({
    nodes: [
      placeholder('x', [4, 3], 'DT_INT32'),
      node('quotient', 'FloorDiv', ['x', 'three'], { T: I }),
      node('rest', 'FloorMod', ['x', 'three'], { T: I }),
      node('positive', 'Greater', ['x', 'zero'], { T: I }),
      node('odd', 'NotEqual', ['rest', 'zero'], { T: I }),
      node('both', 'LogicalAnd', ['positive', 'odd']),
      node('neither', 'LogicalNot', ['both']),
      node('chosen', 'SelectV2', ['both', 'x', 'quotient'], { T: I }),
      node('any', 'Any', ['both', 'last'], { keep_dims: bool(false) }),
      node('best', 'ArgMax', ['x', 'last'], { T: I, output_type: I }),
      node('hot', 'OneHot', ['best', 'three', 'on', 'off'], { T, axis: int(-1), TI: I }),
      node('picked', 'GatherV2', ['table', 'best', 'zero'], { Tparams: T, Tindices: I }),
      node('part', 'StridedSlice', ['x', 'begin', 'end', 'step'], {
        T: I,
        begin_mask: int(0),
        end_mask: int(1),
        ellipsis_mask: int(0),
        new_axis_mask: int(0),
        shrink_axis_mask: int(2),
      }),
      node('sum', 'Sum', ['x', 'last'], { T: I, keep_dims: bool(true) }),
    ],
    weights: {
      zero: number(0),
      three: number(3),
      last: number(-1),
      on: { shape: [], values: Float32Array.of(2) },
      off: { shape: [], values: Float32Array.of(-1) },
      table: floats([3, 2], 1),
      begin: whole(0, 1),
      end: whole(0, 2),
      // tfjs-backend-cpu itself is wrong where another axis has a step and one is dropped.
      step: whole(1, 1),
    },
    inputs: () => ({ x: tf.tensor([5, -7, 2, 0, 3, -1, 9, 8, -4, 6, 6, 1], [4, 3], 'int32') }),
    outputs: ['quotient', 'rest', 'neither', 'chosen', 'any', 'best', 'hot', 'picked', 'part', 'sum'],
  });
});

test('prediction with a graph model is one run, compiled once', async () => {
  await tf.setBackend('onnx');
  const model = await load(
    [
      placeholder('x', [-1, 4]),
      node('product', 'MatMul', ['x', 'weights'], { T }),
      node('y', 'Tanh', ['product'], { T }),
    ],
    { weights: floats([4, 2], 1) },
  );
  const predict = (seed: number): void => {
    const x = tensor([5, 4], seed);
    const y = model.predict(x) as tf.Tensor;
    y.dataSync();
    tf.dispose([x, y]);
  };
  predict(1);
  const before = onnx().statistics;
  for (let seed = 2; seed < 6; seed++) predict(seed);
  expect(onnx().statistics.runs).toBe(before.runs + 4);
  expect(onnx().statistics.compiled).toBe(before.compiled);
  model.dispose();
});
