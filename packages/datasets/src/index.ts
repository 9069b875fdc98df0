export { characterIndex, textAlphabet, unknownCharacter } from './alphabet.js';
export type { BatchSource } from './batch-source.js';
export { digitText, digitTextLength, digitTextStarts, digitWords, drawTextStarts } from './digit-text.js';
export type { DigitPairs, DigitsBatch, DigitsDataset, DigitsSplit, LabelledImages } from './digits-dataset.js';
export { digitsSplit, mnistImageSize, svhnImageSize } from './digits-split.js';
export { decodeCharacters, decodeText, encodeText, textIndices, type UnknownCharacters } from './encode-text.js';
export { type PairingOptions, pairDigits } from './pair-digits.js';
