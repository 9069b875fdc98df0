import {
  attributeList,
  attributeText,
  attributeTextStarts,
  decodeText,
  digitText,
  digitTextStarts,
  digitWords,
  encodeText,
  textAlphabet,
  textIndices,
} from '@polyvae/datasets';
import * as tf from '@tensorflow/tfjs';
import {
  type GoldenFile,
  isObject,
  listAt,
  numberAt,
  numbersAt,
  objectAt,
  objectsAt,
  readArray,
  stringsAt,
} from './format.js';
import { type GoldenSuite, suiteByName } from './suite.js';
import { sum } from './sums.js';

/** Texts: alphabet, one-hot encoding, decoding, digit words and attribute lists. */
export const textSuite: GoldenSuite = suiteByName('text', {
  alphabet({ outputs }, { comparison }) {
    comparison.same('alphabet', textAlphabet, outputs.alphabet);
    comparison.same('length', textAlphabet.length, numberAt(outputs, 'length'));
    for (const [character, places] of Object.entries(objectAt(outputs, 'duplicates'))) {
      const found = [...textAlphabet].flatMap((other, index) => (other === character ? [index] : []));
      comparison.same(`duplicates of ${character}`, found, places);
    }
    for (const [character, index] of Object.entries(objectAt(outputs, 'index'))) {
      comparison.same(`index of ${JSON.stringify(character)}`, textIndices(character, 1)[0], index);
    }
  },

  one_hot_encode({ outputs }, { comparison }) {
    for (const encoding of objectsAt(outputs, 'encodings')) {
      const text = String(encoding.seq);
      const length = numberAt(encoding, 'len_seq');
      const path = `${JSON.stringify(text)} in ${length}`;
      comparison.same(`${path}: index`, [...textIndices(text, length)], encoding.index_or_minus1);
      const ones = sum(oneHot([text], length));
      comparison.same(`${path}: ones`, ones, numberAt(encoding, 'ones'));
    }
  },

  one_hot_dense({ inputs, outputs }, { comparison }) {
    const x = oneHot([String(inputs.seq)], numberAt(inputs, 'len_seq'));
    comparison.check('X', x, outputs.X, 'float64');
  },

  async tensor_to_text({ inputs, outputs }, { file, comparison }) {
    const { shape, data } = readArray(inputs.gen_t, file.seed);
    const decoded = await decode(data, shape);
    comparison.same('decoded', decoded, outputs.decoded);
    const argmax = decoded.flatMap((text) => [...textIndices(text, [...text].length)]);
    // A decoded "-" reads as 36 even where the maximum was at the second "-".
    const firstOfEqual = [...readArray(outputs.argmax, file.seed).data].map((i) =>
      textAlphabet.indexOf(textAlphabet[i]!),
    );
    comparison.same('argmax', argmax, firstOfEqual);
    const zeroRows = String(outputs.all_zero_row).length;
    const zeros = await decode(new Float64Array(zeroRows * textAlphabet.length), [1, zeroRows, textAlphabet.length]);
    comparison.same('all_zero_row', zeros[0], outputs.all_zero_row);
    // The file does not hold the text encoded. Upper case is unknown, so its rows are zero and read as "a" again.
    const roundtrip = String(outputs.roundtrip_unknown);
    const unknown = oneHot([roundtrip.replaceAll('a', 'A')], roundtrip.length);
    const again = await decode(unknown, [1, roundtrip.length, textAlphabet.length]);
    comparison.same('roundtrip_unknown', again[0], roundtrip);
  },

  digit_text({ outputs }, { comparison }) {
    for (const [key, ranges] of Object.entries(outputs)) {
      const length = /^randint_inclusive_range_len(\d+)$/.exec(key)?.[1];
      if (length === undefined || !isObject(ranges)) continue;
      for (const [word, range] of Object.entries(ranges)) {
        const { first, last } = digitTextStarts(digitWords.indexOf(word), Number(length));
        comparison.same(`${key}.${word}`, [first, last], range);
      }
    }
    for (const string of objectsAt(outputs, 'strings')) {
      const index = numbersAt(string, 'index');
      const text = digitText(numberAt(string, 'label'), numberAt(string, 'start'), index.length);
      comparison.same(`digit ${string.label} at ${string.start}`, text, string.text);
      comparison.same(`digit ${string.label} at ${string.start}: index`, [...textIndices(text, index.length)], index);
    }
  },

  celeba_strings({ inputs, outputs }, { comparison }) {
    const names = stringsAt(inputs, 'attribute_names');
    const length = numberAt(inputs, 'max_len_text');
    objectsAt(outputs, 'examples').forEach((example, i) => {
      const attributes = numbersAt(example, 'attributes_on').map((index) => names[index]!);
      const [draw] = listAt(example, 'randint_low_high_value') as readonly (readonly number[])[];
      comparison.same(`examples[${i}].plain`, attributeList(attributes, length), example.plain);
      if (draw) {
        const [low, highExclusive] = draw;
        const { first, last } = attributeTextStarts(attributes, length);
        comparison.same(`examples[${i}].starts`, [first, last], [low, highExclusive! - 1]);
      }
      const text = attributeText(attributes, draw?.[2] ?? 0, length);
      comparison.same(`examples[${i}].text`, text, example.text);
      comparison.same(`examples[${i}].length`, text.length, example.length);
      const unknown = textIndices(text, length).filter((index) => index < 0).length;
      comparison.same(`examples[${i}].unknown_chars`, unknown, example.unknown_chars);
    });
  },

  attr_to_text_no_random_start({ inputs, outputs }, { file, comparison }) {
    const { names, length } = celebaInputs(file);
    const expected = stringsAt(outputs, 'texts');
    let longest = 0;
    listAt(inputs, 'rows_attributes_on').forEach((row, i) => {
      const attributes = (row as readonly number[]).map((index) => names[index]!);
      const list = attributeList(attributes, length);
      // The published script leaves out the filling of every row that is longer than all before; readers pad it.
      const isRecord = list.length > longest;
      longest = Math.max(longest, list.length);
      const text = attributeText(attributes, 0, length);
      comparison.same(`texts[${i}]`, isRecord ? text.slice(0, list.length) : text, expected[i]);
    });
  },
});

/** The attributes' names and the length of the texts stand with the file's other CelebA case. */
function celebaInputs(file: GoldenFile): { names: string[]; length: number } {
  const inputs = file.cases.find(({ name }) => name === 'celeba_strings')?.inputs;
  if (!inputs)
    throw new Error('text: attribute names are read from the case "celeba_strings", which is not in the file');
  return { names: stringsAt(inputs, 'attribute_names'), length: numberAt(inputs, 'max_len_text') };
}

function oneHot(texts: string[], length: number): Float32Array {
  return tf.tidy(() => encodeText(texts, length).dataSync<'float32'>());
}

async function decode(values: ArrayLike<number>, shape: readonly number[]): Promise<string[]> {
  const text = tf.tensor(Float32Array.from(values), [...shape]);
  const decoded = await decodeText(text);
  text.dispose();
  return decoded;
}
