// Reads of genes (counts) and levels of proteins of the same cells; a third of the cells lacks one or the other.
import '@polyvae/backend-onnx';
import { jit } from '@polyvae/backend-onnx';
import { arraySource } from '@polyvae/datasets';
import { denseModality, mmvae, negativeBinomial } from '@polyvae/models';
import { saveModel } from '@polyvae/models/node';
import { Rng } from '@polyvae/random';
import { fit } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs';

await tf.setBackend('onnx');
const rng = Rng.fromSeed(1);

// In place of your data: four kinds of cells.
const kinds = Array.from({ length: 1200 }, () => rng.integer(0, 4));
const genes = kinds.map((kind, i) =>
  i % 6 === 0 ? null : Array.from({ length: 20 }, (_, g) => Math.floor((g % 4 === kind ? 40 : 4) * rng.uniform() ** 2)),
);
const proteins = kinds.map((kind, i) =>
  i % 6 === 3 ? null : Array.from({ length: 8 }, (_, p) => (p % 4 === kind ? 1 : 0) + 0.3 * rng.normal()),
);

const { train, validation } = arraySource({ genes, proteins }).split(0.2, rng.fork('split'));
const model = mmvae({
  modalities: {
    genes: denseModality({ shape: 20, hidden: [64], likelihood: negativeBinomial() }),
    proteins: denseModality({ shape: 8, hidden: [64] }),
  },
  latent: { shared: 4 },
  rng,
});
const epochs = Number(process.env.EPOCHS ?? 30);
const run = fit(model, train, { epochs, batchSize: 60, rng, validation, compile: jit });
for await (const { index, terms, validation: held } of run) console.log(index, terms.loss, held?.loss);

// What proteins would a cell with these genes have?
const given = arraySource({ genes: [genes.find((row) => row !== null)] }).get(Uint32Array.of(0));
model.generateFrom(given, ['proteins'], { rng }).proteins.print();
await saveModel(model, 'cells', { overwrite: true });
