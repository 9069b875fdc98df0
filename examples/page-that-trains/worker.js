// The worker: draws data, trains, and sends the loss and generations of every epoch.
import { jit, registerOnnxWebBackend } from '@polyvae/backend-onnx/web';
import { arraySource } from '@polyvae/datasets';
import { convModality, mmjsd, textModality } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import { drawHandwrittenDigit } from '@polyvae/synthetic';
import { fit } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs';

const names = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const letters = ' abcdefghijklmnopqrstuvwxyz';
const spell = (word) => [...word.padEnd(5)].map((letter) => [...letters].map((own) => (own === letter ? 1 : 0)));
const rows = 4;
const size = 28;

/** Digits `[rows · 10, 28, 28, 1]` from 0 to 1 as the pixels of a picture of ten columns. */
async function pixelsOf(images) {
  const values = await images.data();
  const pixels = new Uint8ClampedArray(4 * values.length).fill(255);
  for (let i = 0; i < values.length; i++) {
    const [image, y, x] = [Math.floor(i / size ** 2), Math.floor(i / size) % size, i % size];
    const at = (Math.floor(image / 10) * size + y) * 10 * size + (image % 10) * size + x;
    pixels.fill(255 * values[i], 4 * at, 4 * at + 3);
  }
  return pixels;
}

async function train({ epochs, items }, signal) {
  await registerOnnxWebBackend({ threads: 1 });
  await tf.setBackend('onnx-web');
  const rng = Rng.fromSeed(1);
  const digits = Array.from({ length: items }, (_, i) => i % 10);
  const values = Float32Array.from(digits.flatMap((digit, i) => [...drawHandwrittenDigit(digit, rng.fork(i))]));
  const data = arraySource({
    image: { values, shape: [size, size, 1], scale: 1 / 255 },
    word: digits.map((digit) => spell(names[digit])),
  });
  const model = mmjsd({
    modalities: {
      image: convModality({ shape: [size, size, 1], width: 8, features: 64, weight: 'size' }),
      word: textModality({ length: 5, vocabulary: letters, features: 32, weight: 'size' }),
    },
    latent: { shared: 12 },
    rng,
  });
  const asked = arraySource({ word: Array.from({ length: 10 * rows }, (_, i) => spell(names[i % 10])) });
  const all = Uint32Array.from({ length: 10 * rows }, (_, i) => i);
  for await (const { index, terms } of fit(model, data, { epochs, batchSize: 50, rng, compile: jit, signal })) {
    const { word } = asked.get(all);
    const { image } = model.generateFrom({ word }, ['image'], { rng: rng.fork('show') });
    const pixels = await pixelsOf(image);
    tf.dispose([word, image]);
    const about = { backend: tf.getBackend(), epoch: index + 1, loss: terms.loss };
    postMessage({ kind: 'epoch', ...about, pixels, width: 10 * size }, [pixels.buffer]);
  }
}

const stop = new AbortController();

async function answer(request) {
  try {
    await train(request, stop.signal);
    postMessage({ kind: 'done' });
  } catch (error) {
    postMessage(stop.signal.aborted ? { kind: 'stopped' } : { kind: 'failed', message: String(error) });
  }
}

addEventListener('message', ({ data }) => {
  if (data.kind === 'stop') stop.abort();
  else void answer(data);
});
