import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Headless Chromium: CHROMIUM=path, or where distributions install it. Ends the process with advice if there is none.
 * @param {readonly string[]} [more] Further flags.
 */
export function launchChromium(more = []) {
  const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
    (path) => path && existsSync(path),
  );
  if (!executablePath) {
    console.error('No Chromium found: install it (Debian: apt-get install chromium) or set CHROMIUM to its path.');
    process.exit(1);
  }
  return chromium.launch({ executablePath, args: [...flags, ...more] });
}
