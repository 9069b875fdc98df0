import { html } from '../../render/html-template.js';
import type { ModelSection } from '../models/model-section.js';
import type { Section } from '../section.js';

/** The trained models, one after the other. */
export function modelsSection(models: readonly ModelSection[]): Section | undefined {
  if (models.length === 0) return undefined;
  const body = html`<p>Pictures are of ten test items, of the digits one each. “M,S → T” is text generated from the MNIST and the SVHN image above it; the target’s private latents, where there are any, are drawn from the prior. Dots in texts are blanks.</p>
${models.map(({ id, title, body: own }) => html`<article class="model" id="${id}"><h3>${title}</h3>${own}</article>`)}`;
  return { id: 'models', title: 'Models', body, entries: models.map(({ id, title }) => ({ id, title })) };
}
