/** Tests that the backend does not pass, by full name, each with the reason. @type {Readonly<Record<string, string>>} */
export const exclusions = {};

const draws = [
  'draw image with 4 channels and int values',
  'draw image with 4 channels and int values, alpha=0.5',
  'draw image with 4 channels and float values',
  'draw image with 3 channels and int values',
  'draw image with 3 channels and int values, alpha=0.5',
  'draw image with 3 channels and float values',
  'draw 2D image in grayscale',
  'draw image with alpha=0.5',
  'draw image works when canvas has been used for 2d',
];
const loads = ['2 weights, 1 path', '2 weights, 1 path, with requestInit'].map((name) => `JSON model 1 group, ${name}`);

/** Tests that do not pass in a page, whatever the backend. @type {Readonly<Record<string, string>>} */
export const browserExclusions = Object.fromEntries([
  ...draws.map((name) => [
    `draw on canvas context onnx-web {} ${name}`,
    'the test asks for a canvas context of the name of the backend, but for cpu, webgl and webgpu',
  ]),
  ...[...loads, 'JSON model Provide WeightFileTranslateFunc'].map((name) => [
    `http-load onnx-web {} ${name}`,
    'the test expects `this` to be the page, and in a module it is undefined',
  ]),
]);
