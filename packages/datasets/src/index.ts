export { type FaceAttribute, faceAttributes, faceImageSize, faceSide } from '@polyvae/synthetic';
export { characterIndex, textAlphabet, unknownCharacter } from './alphabet.js';
export { type ArrayBatch, type ArraySource, type ArraySourceOptions, arraySource } from './array-source.js';
export type { ArrayInput, NestedNumbers, NumberArray, ShapedValues } from './array-values.js';
export { attributeList, attributeText, attributeTextLength, attributeTextStarts } from './attribute-text.js';
export type { AsyncBatchSource, SyncBatchSource } from './batch-sources.js';
export { type CsvData, type CsvOptions, fromCsv } from './csv.js';
export type { CsvStatistics, ModalityStatistics } from './csv-statistics.js';
export { DataFileError, type DataFileProblem } from './data-file-error.js';
export { digitText, digitTextLength, digitTextStarts, digitWords, drawTextStarts } from './digit-text.js';
export type { DigitPairs, DigitsBatch, DigitsDataset, DigitsSplit, LabelledImages } from './digits-dataset.js';
export { type DigitsSplitParts, digitsSplit, mnistImageSize, svhnImageSize } from './digits-split.js';
export {
  decodeCharacters,
  decodeText,
  type EncodeTextOptions,
  encodeText,
  textIndices,
  type UnknownCharacters,
} from './encode-text.js';
export type { FacesBatch, FacesDataset, FacesSplit } from './faces-dataset.js';
export { type FacesSplitParts, type FaceTextOptions, facesSplit } from './faces-split.js';
export { type IdxArray, type IdxOptions, parseIdx } from './idx.js';
export { type MatOptions, parseMat } from './mat.js';
export type { MatArray } from './mat-array.js';
export type { MissingMask } from './missing-rows.js';
export { type NamedBytes, parseMnist } from './mnist.js';
export { fromNpy, type NpyArray, parseNpy } from './npy.js';
export { fromNpz } from './npz.js';
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
