import diff from 'microdiff';
import type { Settings } from './trainable.js';

/** Settings as they come back from a file. */
export function plainSettings(settings: Settings = {}): Settings {
  return JSON.parse(JSON.stringify(settings)) as Settings;
}

/** Sentences on each setting that differs between two plain objects; the order of names does not matter. */
export function settingDifferences(then: object, now: object): string[] {
  return diff(then, now).map((difference) => {
    const before = difference.type === 'CREATE' ? undefined : difference.oldValue;
    const after = difference.type === 'REMOVE' ? undefined : difference.value;
    return `${difference.path.join('.')} was ${show(before)}, now it is ${show(after)}`;
  });
}

function show(value: unknown): string {
  return value === undefined ? 'not set' : JSON.stringify(value);
}
