import { type Html, html, rawHtml } from '../../render/html-template.js';
import type { CoherenceResult } from '../../units/coherence.js';
import { heatMap } from '../charts/heat-map.js';
import { panels } from '../panels.js';
import { generationLabel, shortName } from '../short-names.js';
import { count, percent } from '../shown-number.js';

type Counts = readonly (readonly number[])[];

/** The pair of classes that are most often taken for each other, as a share of the first. */
function commonestMistake(counts: Counts): string | undefined {
  let worst = { share: 0, text: '' };
  counts.forEach((row, i) => {
    const total = row.reduce((sum, value) => sum + value, 0);
    row.forEach((value, j) => {
      if (i === j || value === 0 || value / total <= worst.share) return;
      worst = { share: value / total, text: `${percent(value / total)} of the ${i}s as ${j}` };
    });
  });
  return worst.share > 0 ? worst.text : undefined;
}

function agreement(counts: Counts): number {
  const total = counts.flat().reduce((sum, value) => sum + value, 0);
  return total === 0 ? 0 : counts.reduce((sum, row, i) => sum + row[i]!, 0) / total;
}

function mapOf(title: string, counts: Counts, model: string) {
  const right = percent(agreement(counts));
  const mistake = commonestMistake(counts);
  return {
    title: `${title}: ${right}`,
    svg: rawHtml(heatMap(counts, `${model}, ${title}: ${right} agree`)),
    ...(mistake && { below: `most often ${mistake}` }),
  };
}

const variantNames: Readonly<Record<string, string>> = {
  default: 'As the objective encodes a subset',
  mixture: 'With samples of the mixture',
};

/** Which digits classifiers see in what is generated, for each digit that was given; folded away. */
export function coherenceMaps(result: CoherenceResult, model: string): Html {
  const { confusion, random } = result;
  const variants = Object.entries(confusion);
  const given = variants.map(([variant, cells]) => {
    const maps = Object.entries(cells).map(([name, counts]) => mapOf(generationLabel(name), counts, model));
    const heading = variants.length > 1 && html`<h5>${variantNames[variant] ?? variant}</h5>`;
    return html`${heading}${panels('maps', maps)}`;
  });
  const pairs = Object.entries(random.pairs).map(([pair, { confusion: counts }]) =>
    mapOf(pair.split('+').map(shortName).join(' and '), counts, model),
  );
  return html`<details><summary>Which digits are generated: confusion matrices</summary>
<p>Rows are the digit that was given (${count(result.testSize)} test items), columns what the classifier sees in what is generated; the stronger the colour, the larger the share of the row.</p>
${given}
<h5>From the prior</h5>
<p>${count(random.count)} random items: rows are the digit that the first modality shows, columns the second. All agree on ${percent(random.coherence)}; as the published code counts, which takes also those whose first digit differs from all others, ${percent(random.publishedCount)}.</p>
${panels('maps', pairs)}
</details>`;
}
