export { type FaceAttribute, faceAttributes, faceImageSize, faceSide } from '@polyvae/synthetic';
export { characterIndex, textAlphabet, unknownCharacter } from './alphabet.js';
export { attributeList, attributeText, attributeTextLength, attributeTextStarts } from './attribute-text.js';
export type { BatchSource } from './batch-source.js';
export { DataFileError, type DataFileProblem } from './data-file-error.js';
export { digitText, digitTextLength, digitTextStarts, digitWords, drawTextStarts } from './digit-text.js';
export type { DigitPairs, DigitsBatch, DigitsDataset, DigitsSplit, LabelledImages } from './digits-dataset.js';
export { digitsSplit, mnistImageSize, svhnImageSize } from './digits-split.js';
export { decodeCharacters, decodeText, encodeText, textIndices, type UnknownCharacters } from './encode-text.js';
export type { FacesBatch, FacesDataset, FacesSplit } from './faces-dataset.js';
export { type FaceTextOptions, facesSplit } from './faces-split.js';
export { type IdxArray, type IdxOptions, parseIdx } from './idx.js';
export { type MatOptions, parseMat } from './mat.js';
export type { MatArray } from './mat-array.js';
export { type NamedBytes, parseMnist } from './mnist.js';
export { type PairingOptions, pairDigits } from './pair-digits.js';
export { type PairImagesOptions, pairImages } from './pair-images.js';
export {
  type PolyMnistBatch,
  type PolyMnistDataset,
  type PolyMnistName,
  type PolyMnistSplit,
  polyMnistImageSize,
  polyMnistNames,
  polyMnistSplit,
  type SyntheticPolyMnistOptions,
  syntheticPolyMnist,
} from './polymnist.js';
export { splitImages } from './split-images.js';
export { parseSvhn } from './svhn.js';
export { type SyntheticDigitsOptions, syntheticDigits } from './synthetic-digits.js';
export { type SyntheticFacesOptions, syntheticFaces } from './synthetic-faces.js';
