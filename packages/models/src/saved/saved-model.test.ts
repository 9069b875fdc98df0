import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { tidyTests } from '../../../../scripts/tidy-tests.js';
import {
  type Batch,
  bernoulli,
  celebaModalities,
  convModality,
  createMultimodalVae,
  denseModality,
  digitModalities,
  type Encoder,
  gaussianEncoder,
  jointEncoder,
  laplace,
  linear,
  loadModel,
  type ModalityOptions,
  ModelFileError,
  type ModelFiles,
  type MultimodalVae,
  mmjsd,
  mmvae,
  modelConfig,
  modelFiles,
  modelFromFiles,
  mvae,
  mvaeObjective,
  type Network,
  negativeBinomial,
  normal,
  polymnistModalities,
  registerLikelihood,
  registerNetwork,
  sequential,
  textModality,
  warmUpBeta,
} from '../index.js';
import { descriptionOf } from '../networks/described.js';

tidyTests(tf.engine());
afterEach(() => vi.unstubAllGlobals());

const latent = { shared: 3, private: 2 };
const rng = Rng.fromSeed(1);
const ready = (): Record<string, ModalityOptions> => ({
  image: convModality({ shape: [9, 6, 2], width: 2, features: 4, likelihood: laplace({ scale: 'perElement' }) }),
  genes: denseModality({ shape: 4, hidden: [5], dropout: 0.2, likelihood: negativeBinomial({ zeroInflated: true }) }),
  word: textModality({ length: 5, vocabulary: 6, features: 4, weight: 7 }),
});

function dataOf(model: MultimodalVae<string>, shapes: Record<string, readonly number[]>): Batch<string> {
  const entries = model.keys.map((key) => {
    const shape = [3, ...shapes[key]!];
    const size = shape.reduce((product, axis) => product * axis, 1);
    return [key, tf.tensor(Rng.fromSeed(key).uniforms(size), shape)] as const;
  });
  return Object.fromEntries(entries) as Batch<string>;
}

const shapes = { image: [9, 6, 2], genes: [4], word: [5, 6] };

/** What a model computes, for comparison. */
function trace(model: MultimodalVae<string>, batch: Batch<string>): unknown {
  let traced: unknown;
  tf.tidy(() => {
    const context = { rng: Rng.fromSeed(3), training: true, step: 0, epoch: 0 };
    const { loss } = model.loss(batch, context);
    const generated = model.generateFrom(batch, model.keys, { rng: Rng.fromSeed(4) });
    traced = {
      loss: loss.dataSync()[0],
      generated: Object.values(generated).map((own) => [...own.dataSync()]),
      settings: model.settings,
      names: Object.keys(model.variables),
      state: Object.keys(model.state),
    };
  });
  return traced;
}

const models: Readonly<Record<string, [() => MultimodalVae<string>, Record<string, readonly number[]>]>> = {
  'mmJSD of ready-made modalities': [() => mmjsd({ modalities: ready(), latent, beta: 2.5, rng }), shapes],
  'mmJSD with weights of its own and p_MoE': [
    () =>
      mmjsd({
        modalities: { image: ready().image!, genes: ready().genes! },
        latent: { shared: 3 },
        weights: { modalities: { image: 0.5, genes: 0.3 }, prior: 0.2 },
        dynamicPrior: 'moe',
        samples: 3,
        rng,
      }),
    shapes,
  ],
  'MMVAE that reconstructs one modality from every component': [
    () => mmvae({ modalities: ready(), latent, everyComponent: ['genes'], privateBeta: 3, rng }),
    shapes,
  ],
  'MMVAE by DReG': [
    () => mmvae({ modalities: ready(), latent, objective: 'dreg', samples: 3, chunk: 3, posterior: 'laplace', rng }),
    shapes,
  ],
  'the networks of MNIST-SVHN-Text': [
    () => mmjsd({ modalities: digitModalities({ centred: true }), latent, rng }),
    { mnist: [28, 28, 1], svhn: [32, 32, 3], text: [8, 71] },
  ],
  'the networks of CelebA': [
    () => mvae({ modalities: celebaModalities({ width: 2 }), latent, rng }),
    { image: [64, 64, 3], text: [256, 71] },
  ],
  'the networks of PolyMNIST': [
    () => mvae({ modalities: polymnistModalities(), latent, rng }),
    { m0: [28, 28, 3], m1: [28, 28, 3], m2: [28, 28, 3], m3: [28, 28, 3], m4: [28, 28, 3] },
  ],
};

test.each(Object.entries(models))('%s: the same bits after saving and loading', async (_, [make, sizes]) => {
  const model = make();
  const batch = dataOf(model, sizes);
  // State that differs from where it starts, such as running statistics.
  for (const variable of Object.values(model.state)) variable.assign(tf.add(variable, 0.25));
  const files = await modelFiles(model);
  const loaded = modelFromFiles(files);
  expect(trace(loaded, batch)).toEqual(trace(model, batch));
  expect(modelConfig(loaded)).toEqual(JSON.parse(new TextDecoder().decode(files['config.json'])));
  model.dispose();
  loaded.dispose();
});

describe('what no file holds', () => {
  test('a β that is a function: everything works but training, and with the objective that, too', async () => {
    const objective = mvaeObjective({ beta: warmUpBeta({ to: 2, steps: 4 }) });
    const modalities = { genes: denseModality({ shape: 4, hidden: [3] }) };
    const model = createMultimodalVae({ modalities, latent: { shared: 2 }, objective, rng });
    const files = await modelFiles(model);
    const batch = { genes: tf.ones([2, 4]) };
    const context = { rng, training: true, step: 1, epoch: 0 };
    const loaded = modelFromFiles<'genes'>(files);
    expect(loaded.encode(batch).shared.mean().arraySync()).toEqual(model.encode(batch).shared.mean().arraySync());
    expect(() => loaded.loss(batch, context)).toThrow('beta was a function when the model was saved');
    const again = modelFromFiles<'genes'>(files, { objective });
    expect(again.loss(batch, { ...context, rng: Rng.fromSeed(2) }).loss.arraySync()).toBe(
      model.loss(batch, { ...context, rng: Rng.fromSeed(2) }).loss.arraySync(),
    );
    for (const own of [model, loaded, again]) own.dispose();
  });

  /** A decoder of its own that only adds. */
  function shift(config?: Network['config']): Network {
    const by = tf.variable(tf.ones([2]));
    return {
      variables: { by },
      state: {},
      config,
      apply: (z) => tf.add(tf.slice(z, [0, 0], [-1, 2]), by),
      dispose: () => by.dispose(),
    };
  }
  const withDecoder = (decoder: () => Network) =>
    mvae({
      modalities: {
        a: {
          likelihood: normal(),
          encoder: ({ latent: sizes, rng: own }) =>
            gaussianEncoder({ body: linear({ inputs: 2, units: 3, rng: own }), features: 3, latent: sizes, rng: own }),
          decoder,
        },
      },
      latent: { shared: 2 },
      rng,
    });

  test('networks of your own are refused with what to do, and load once they are registered', async () => {
    const bare = withDecoder(() => shift());
    await expect(modelFiles(bare)).rejects.toThrow("the decoder of 'a' cannot be described");
    bare.dispose();
    const model = withDecoder(() => shift({ type: 'shift' }));
    const files = await modelFiles(model);
    expect(() => modelFromFiles(files)).toThrow("there is no network of type 'shift': before the model is loaded");
    const forget = registerNetwork('shift', (config) => shift(config));
    const loaded = modelFromFiles(files);
    expect(modelConfig(loaded)).toEqual(modelConfig(model));
    expect(() => registerNetwork('shift', shift as never)).toThrow("there is a type 'shift' already");
    forget();
    model.dispose();
    loaded.dispose();
  });

  test('a network whose parts were replaced is not saved as what it was', async () => {
    const half = (own: Network): Network => ({ ...own, apply: (x, context) => tf.mul(own.apply(x, context), 0.5) });
    const plain = (): Network => linear({ inputs: 2, units: 2, rng });
    const makes: (() => Network)[] = [
      () => half(plain()),
      () => sequential({ a: plain(), b: half(plain()) }),
      () => half(sequential({ a: plain() })),
    ];
    for (const make of makes) {
      const model = withDecoder(make);
      await expect(modelFiles(model)).rejects.toThrow("the decoder of 'a' cannot be described");
      model.dispose();
    }
    const encoder = (): Encoder =>
      gaussianEncoder({
        body: linear({ inputs: 2, units: 3, rng }),
        features: 3,
        latent: { shared: 1, private: 0 },
        rng,
      });
    const encoders = { a: encoder(), b: encoder() };
    const head = encoder();
    const joint = jointEncoder({ encoders, head });
    expect(descriptionOf(joint)).toBeDefined();
    const halved = { ...encoders.a, apply: encoders.b.apply };
    expect(descriptionOf(jointEncoder({ encoders: { ...encoders, a: halved }, head }))).toBeUndefined();
    expect(descriptionOf({ ...joint, apply: () => joint.apply({}, { training: false }) })).toBeUndefined();
    joint.dispose();
    const described = withDecoder(() => ({ ...half(plain()), config: { type: 'half' } }));
    const forget = registerNetwork('half', () => ({ ...half(plain()), config: { type: 'half' } }));
    const loaded = modelFromFiles(await modelFiles(described));
    expect(modelConfig(loaded)).toEqual(modelConfig(described));
    forget();
    described.dispose();
    loaded.dispose();
  });

  test('so are likelihoods', async () => {
    const own = () => ({ ...bernoulli(), kind: 'own', settings: { sharp: true } });
    const model = mvae({
      modalities: { a: denseModality({ shape: 2, hidden: [2], likelihood: own() }) },
      latent: { shared: 1 },
      rng,
    });
    await expect(modelFiles(model)).rejects.toThrow("the likelihood of 'a' is not what 'own' and its settings say");
    const forget = registerLikelihood('own', own);
    const files = await modelFiles(model);
    modelFromFiles(files).dispose();
    forget();
    expect(() => modelFromFiles(files)).toThrow("there is no likelihood of kind 'own'");
    model.dispose();
  });
});

test('a likelihood that was changed is not saved as what it was', async () => {
  const changed = { ...laplace(), generate: (x: tf.Tensor) => tf.clipByValue(x, 0, 1) };
  const model = mvae({
    modalities: { a: denseModality({ shape: 2, hidden: [2], likelihood: changed }) },
    latent: { shared: 1 },
    rng,
  });
  await expect(modelFiles(model)).rejects.toThrow("is not what 'laplace' and its settings say");
  model.dispose();
});

test('shapes that were given are kept', async () => {
  const { image, word } = ready();
  const model = mvae({
    modalities: { image: image!, word: { ...word!, shape: undefined } },
    latent: { shared: 1 },
    rng,
  });
  expect([model.modalities.image.shape, model.modalities.word.shape]).toEqual([[9, 6, 2], undefined]);
  const loaded = modelFromFiles<'image' | 'word'>(await modelFiles(model));
  expect([loaded.modalities.image.shape, loaded.modalities.word.shape]).toEqual([[9, 6, 2], undefined]);
  model.dispose();
  loaded.dispose();
});

test('names of modalities may hold commas', async () => {
  const modalities = { 'a, b': denseModality({ shape: 2, hidden: [2] }), c: denseModality({ shape: 2, hidden: [2] }) };
  const model = mmvae({ modalities, latent: { shared: 1 }, everyComponent: ['a, b'], rng });
  const loaded = modelFromFiles(await modelFiles(model));
  const data = { 'a, b': tf.ones([1, 2]), c: tf.ones([1, 2]) };
  expect(trace(loaded, data)).toEqual(trace(model as unknown as MultimodalVae<string>, data));
  model.dispose();
  loaded.dispose();
});

describe('files', () => {
  const save = async (): Promise<ModelFiles> => {
    const model = mvae({ modalities: { a: denseModality({ shape: 2, hidden: [2] }) }, latent: { shared: 1 }, rng });
    const files = await modelFiles(model, 'Two numbers.');
    model.dispose();
    return files;
  };
  const withConfig = async (change: object | string): Promise<ModelFiles> => {
    const files = await save();
    const config = JSON.parse(new TextDecoder().decode(files['config.json']));
    const text = typeof change === 'string' ? change : JSON.stringify({ ...config, ...change });
    return { ...files, 'config.json': new TextEncoder().encode(text) };
  };

  test.each<[string, object | string, string]>([
    ['of a newer version', { version: 2 }, 'm/config.json: expected a version from 1 to 1, found 2'],
    ['of something else', { format: 'bert' }, 'expected the description of a polyvae model'],
    ['that is damaged', '{', 'm/config.json: expected JSON'],
    ['that lacks parts', { modalities: null }, 'shared, modalities or objective is missing'],
    ['that is null', 'null', 'expected the description of a polyvae model'],
  ])('a description %s is refused', async (_, change, message) => {
    const files = await withConfig(change);
    expect(() => modelFromFiles(files, {}, 'm')).toThrow(message);
    if (message.startsWith('m/')) expect(() => modelFromFiles(files, {}, 'm')).toThrow(ModelFileError);
  });

  test('an unknown objective is refused with what to do', async () => {
    const files = await withConfig({ objective: { kind: 'own', settings: {} } });
    expect(() => modelFromFiles(files)).toThrow(
      "there is no objective of kind 'own' here: make it known by registerObjective",
    );
  });

  test('weights that are damaged or of another model are refused', async () => {
    const files = await save();
    const cut = { ...files, 'model.safetensors': files['model.safetensors'].slice(0, -3) };
    expect(() => modelFromFiles(cut, {}, 'm')).toThrow('m/model.safetensors');
    const other = mvae({ modalities: { a: denseModality({ shape: 3, hidden: [2] }) }, latent: { shared: 1 }, rng });
    const weights = (await modelFiles(other))['model.safetensors'];
    other.dispose();
    expect(() => modelFromFiles({ ...files, 'model.safetensors': weights }, {}, 'm')).toThrow('another model');
  });

  test('the README says what it is', async () => {
    const readme = new TextDecoder().decode((await save())['README.md']);
    expect(readme).toMatch(/^---\nlibrary_name: polyvae\n/);
    expect(readme).toContain('Two numbers.');
    expect(readme).toContain('| a | normal | 1 | 0 |');
  });

  test('are fetched from the URL of their folder', async () => {
    const files = await save();
    const asked: string[] = [];
    vi.stubGlobal('fetch', async (address: string) => {
      asked.push(address);
      const name = address.split('/').at(-1) as keyof ModelFiles;
      return address.includes('models/a')
        ? new Response(files[name].slice())
        : new Response('', { status: 404, statusText: 'Not Found' });
    });
    const loaded = await loadModel('https://example.org/models/a/');
    expect(loaded.keys).toEqual(['a']);
    loaded.dispose();
    expect(asked).toEqual([
      'https://example.org/models/a/config.json',
      'https://example.org/models/a/model.safetensors',
    ]);
    await expect(loadModel('https://example.org/b')).rejects.toThrow(
      'could not fetch https://example.org/b/config.json: 404 Not Found',
    );
  });
});
