import type { Settings, SettingValue } from './trainable.js';

/** Settings as they come back from a file. */
export function plainSettings(settings: Settings = {}): Settings {
  return JSON.parse(JSON.stringify(settings)) as Settings;
}

/** What differs between two models' settings, one sentence for each; the order of names does not matter. */
export function settingDifferences(
  path: string,
  then: SettingValue | undefined,
  now: SettingValue | undefined,
): string[] {
  if (isRecord(then) && isRecord(now)) {
    const names = [...new Set([...Object.keys(then), ...Object.keys(now)])];
    return names.flatMap((name) => settingDifferences(`${path}.${name}`, then[name], now[name]));
  }
  const [before, after] = [show(then), show(now)];
  return before === after ? [] : [`${path} was ${before}, now it is ${after}`];
}

function isRecord(value: SettingValue | undefined): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: SettingValue | undefined): string {
  return value === undefined ? 'not set' : JSON.stringify(value);
}
