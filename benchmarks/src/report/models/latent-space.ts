import { type Html, html, rawHtml } from '../../render/html-template.js';
import type { LatentSpaceResult } from '../../units/latent-space.js';
import { type PointGroup, scatter } from '../charts/scatter.js';
import { classLegend, panels } from '../panels.js';
import { subsetLabel } from '../short-names.js';
import { count, percent } from '../shown-number.js';

type Points = readonly (readonly [number, number])[];

function grouped(points: Points, labels: readonly number[]): PointGroup[] {
  const classes = [...new Set(labels)].sort((a, b) => a - b);
  return classes.map((label, i) => ({
    label: String(label),
    colour: i % 10,
    points: points.filter((_, item) => labels[item] === label),
  }));
}

function spaceName(subset: string, subsets: readonly string[]): string {
  const largest = Math.max(...subsets.map((name) => name.split('+').length));
  return subset.split('+').length === largest && largest > 1 ? `joint (${subsetLabel(subset)})` : subsetLabel(subset);
}

/** Shared latents of test items in the plane: principal components, and UMAP. */
export function latentSpace({ labels, spaces, umap }: LatentSpaceResult, model: string): Html {
  const subsets = Object.keys(spaces);
  const draw = (subset: string, points: Points, method: string) => {
    const name = spaceName(subset, subsets);
    const title = `${model}: latents given ${name}, ${method}`;
    return { name, svg: rawHtml(scatter(grouped(points, labels), title)) };
  };
  const components = Object.entries(spaces).map(([subset, { points, explained }]) => {
    const { name, svg } = draw(subset, points, 'principal components');
    return { title: name, svg, below: `${percent(explained[0] + explained[1])} of the variance` };
  });
  const neighbours = Object.entries(umap).map(([subset, points]) => {
    const { name, svg } = draw(subset, points, 'UMAP');
    return { title: name, svg };
  });
  const heading = (name: string) => html`<h5>${name}</h5>`;
  return html`<h4>Latent space</h4>
<p>Shared latents of ${count(labels.length)} test items, as each subset of the modalities gives them; colours and numbers are the digits. Where a model separates digits, so can a linear probe.</p>
${classLegend(grouped([], labels))}
${heading('Two principal components')}
${panels('squares', components)}
${heading('UMAP')}
${panels('squares', neighbours)}`;
}
