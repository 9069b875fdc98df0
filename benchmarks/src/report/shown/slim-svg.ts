const tags = /<(?:svg|g|path|text|line|rect)\b[^>]*>/g;
/** Attributes that no reader and no screen reader of an inline chart needs. */
const idle = / (?:class|role|aria-[a-z]+|pointer-events|font-family|stroke-miterlimit|xmlns:xlink|version)="[^"]*"/g;
/** Attributes with the values that they have anyway. */
const defaults =
  / (?:opacity="1"|stroke-width="1"|font-weight="normal"|[xy]2="0"|transform="translate\(0,0\)"|stroke-dasharray="1,0")/g;
const geometry = / (d|transform|x|y|x1|x2|y1|y2|width|height)="([^"]*)"/g;

/** Numbers to one decimal place. */
function rounded(text: string): string {
  return text.replace(/(?<!\d)-?(?<!\d)\d+\.\d+(?:e-?\d+)?/g, (number) => String(Number(Number(number).toFixed(1))));
}

/**
 * An SVG that Vega wrote without what only Vega needs: roles of its own, groups and paths that show nothing, digits beyond a
 * tenth of a pixel.
 */
export function slimSvg(svg: string): string {
  let slim = svg.replace(tags, (tag) =>
    tag
      .replace(idle, '')
      .replace(geometry, (_, name: string, value: string) => ` ${name}="${rounded(value)}"`)
      .replace(defaults, ''),
  );
  for (let before = ''; before !== slim; ) {
    before = slim;
    slim = slim
      // Neither filled nor drawn.
      .replace(/<path(?: d="[^"]*")?(?: fill="none")?(?: display="none")?(?:\/>|><\/path>)/g, '')
      .replace(/<g(?: [a-z-]+="[^"]*")*(?:\/>|><\/g>)/g, '')
      .replace(/<g>((?:<(?:path|text|line|rect)[^>]*>(?:[^<]*<\/(?:path|text|line|rect)>)?)*)<\/g>/g, '$1');
  }
  return slim;
}
