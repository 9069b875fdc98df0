import { expect, test } from 'vitest';
import { html, rawHtml } from './html-template.js';

test('texts are escaped, HTML is not', () => {
  const item = html`<li>${'<b> & "x"'}</li>`;
  expect(html`<ul>${[item, rawHtml('<li>1</li>')]}</ul>`.text).toBe(
    '<ul><li>&lt;b&gt; &amp; &quot;x&quot;</li><li>1</li></ul>',
  );
});

test('what is absent leaves nothing, zero is shown', () => {
  expect(html`a${undefined}b${false}c${0}d`.text).toBe('abc0d');
});
