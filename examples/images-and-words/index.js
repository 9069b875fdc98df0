// Handwritten digits with their names: from an image to a word, and from a word to an image.
import '@polyvae/backend-onnx';
import { jit } from '@polyvae/backend-onnx';
import { arraySource } from '@polyvae/datasets';
import { convModality, mmjsd, textModality } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import { drawHandwrittenDigit } from '@polyvae/synthetic';
import { fit } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs';

await tf.setBackend('onnx');
const rng = Rng.fromSeed(1);
const names = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const letters = ' abcdefghijklmnopqrstuvwxyz';
const spell = (word) => [...word.padEnd(5)].map((letter) => [...letters].map((own) => (own === letter ? 1 : 0)));

// In place of your images: fromImageFolder('photos', { size: [28, 28] }) reads those of a folder, named by its subfolders.
const digits = Array.from({ length: 2000 }, (_, i) => i % 10);
const values = Float32Array.from(digits.flatMap((digit, i) => [...drawHandwrittenDigit(digit, rng.fork(i))]));
const data = arraySource({
  image: { values, shape: [28, 28, 1], scale: 1 / 255 },
  word: digits.map((d) => spell(names[d])),
});
const model = mmjsd({
  modalities: {
    image: convModality({ shape: [28, 28, 1], width: 16, weight: 'size' }),
    word: textModality({ length: 5, vocabulary: letters, features: 64, weight: 'size' }),
  },
  latent: { shared: 16 },
  rng,
});
const epochs = Number(process.env.EPOCHS ?? 10);
for await (const { index, terms } of fit(model, data, { epochs, batchSize: 50, rng, compile: jit }))
  console.log(index, terms.loss);

const { image } = data.get(Uint32Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
const { word } = model.generateFrom({ image }, ['word'], { rng });
const read = await tf.argMax(word, -1).array();
for (const [i, places] of read.entries()) console.log(names[i], '→', places.map((place) => letters[place]).join(''));
