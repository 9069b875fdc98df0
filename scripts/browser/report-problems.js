/**
 * What is wrong with a report as a browser shows it; runs inside the page.
 * @returns {Promise<string[]>} One sentence each.
 */
export async function reportProblems() {
  const problems = [];

  const { scrollWidth } = document.scrollingElement;
  if (scrollWidth > innerWidth) {
    const wide = [...document.querySelectorAll('body *')].filter(
      (element) => !element.closest('.scroll') && element.getBoundingClientRect().right > innerWidth + 0.5,
    );
    const names = wide
      .slice(0, 3)
      .map((element) => `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}">`);
    problems.push(`the page is ${scrollWidth} px wide, the window ${innerWidth}: ${names.join(', ')}`);
  }

  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) problems.push(`two elements have the id ${id}`);
  for (const link of document.querySelectorAll('a[href^="#"]')) {
    const id = link.getAttribute('href').slice(1);
    if (!document.getElementById(id)) problems.push(`nothing has the id ${id}, which a link names`);
  }

  let level = 0;
  for (const heading of document.querySelectorAll('h1,h2,h3,h4,h5,h6')) {
    const own = Number(heading.tagName[1]);
    if (own > level + 1) problems.push(`h${own} '${heading.textContent}' follows h${level}`);
    level = own;
  }

  for (const element of document.querySelectorAll('body *')) {
    const scrolls =
      /auto|scroll/.test(getComputedStyle(element).overflowX) && element.scrollWidth > element.clientWidth;
    if (scrolls && element.tabIndex < 0)
      problems.push(`a keyboard cannot scroll <${element.tagName.toLowerCase()} class="${element.className}">`);
  }

  const pictures = new Set([...document.querySelectorAll('image')].map((image) => image.getAttribute('href')));
  for (const href of pictures) {
    const image = new Image();
    image.src = href;
    await image.decode().catch(() => problems.push(`a picture cannot be decoded: ${href.slice(0, 40)}…`));
  }
  for (const svg of document.querySelectorAll('svg:not([aria-hidden])')) {
    if (!svg.parentElement.closest('svg') && !svg.getAttribute('aria-label')) problems.push('a drawing has no name');
  }

  const rgb = (colour) => colour.match(/[\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const contrast = (a, b) => {
    const [high, low] = [luminance(rgb(a)), luminance(rgb(b))].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if ((rgb(colour)[3] ?? 1) === 1) return colour;
    }
    return getComputedStyle(document.body).backgroundColor;
  };
  const weak = new Map();
  for (const element of document.querySelectorAll('body *')) {
    const writes = [...element.childNodes].some(({ nodeType, data }) => nodeType === Node.TEXT_NODE && data.trim());
    if (!writes || element.tagName === 'title' || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const ink = element instanceof SVGElement ? style.fill : style.color;
    const size = Number.parseFloat(style.fontSize);
    const least = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    const found = contrast(ink, behind(element));
    if (found < least)
      weak.set(`${ink} on ${behind(element)}`, `${found.toFixed(2)} ('${element.textContent.slice(0, 30)}')`);
  }
  for (const path of document.querySelectorAll('.legend path')) {
    const ink = getComputedStyle(path).stroke;
    const found = contrast(ink, behind(path));
    if (found < 3) weak.set(`${ink} on ${behind(path)}`, `${found.toFixed(2)} (legend)`);
  }
  for (const [colours, found] of weak) problems.push(`weak contrast: ${colours}, ${found}`);
  return problems;
}
