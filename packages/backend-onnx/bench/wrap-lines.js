const WIDTH = 120;

/**
 * Breaks the long lines of Markdown prose and lists at blanks; tables stay as they are.
 * @param {string} markdown
 * @returns {string}
 */
export function wrapLines(markdown) {
  return markdown.split('\n').flatMap(wrapLine).join('\n');
}

function wrapLine(line) {
  if (line.startsWith('|') || line.length <= WIDTH) return [line];
  const indent = line.startsWith('- ') ? '  ' : '';
  const lines = [''];
  for (const word of line.split(' ')) {
    const last = lines.at(-1);
    if (last.trim() !== '' && last.length + 1 + word.length > WIDTH) lines.push(indent + word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
