import type { MultimodalVae } from '../model/multimodal-vae.js';
import type { ModelConfig } from './model-config.js';

/** Text that stands in a table's cell. */
function cell(text: string): string {
  return text.replaceAll(/[\\|<>`*_[\]\r\n]/g, (character) => (/[\r\n]/.test(character) ? ' ' : `\\${character}`));
}

/** README of a saved model: what it is, and how to load it. Its first lines are read by model hubs. */
export function modelCard<K extends string>(config: ModelConfig, model: MultimodalVae<K>, description: string): string {
  const { objective, modalities, shared } = config;
  const parameters = Object.values(model.variables).reduce((sum, { size }) => sum + size, 0);
  const rows = Object.entries(modalities).map(
    ([key, { likelihood, weight, private: size }]) =>
      `| ${cell(key)} | ${likelihood.kind} | ${Number(weight.toPrecision(6))} | ${size} |`,
  );
  return `---
library_name: polyvae
tags:
  - multimodal
  - variational-autoencoder
  - ${objective.kind}
---

# Multimodal VAE (${objective.kind})
${description ? `\n${description}\n` : ''}
${parameters.toLocaleString('en-US')} parameters; ${shared} shared latents.

| Modality | Likelihood | Weight | Private latents |
| --- | --- | --- | --- |
${rows.join('\n')}

\`\`\`ts
import { loadModel } from '@polyvae/models/node'; // in a browser from '@polyvae/models', with the folder's URL

const model = await loadModel('path/to/this/folder');
\`\`\`
`;
}
