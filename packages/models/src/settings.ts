/** A value that JSON holds exactly. */
export type SettingValue =
  | string
  | number
  | boolean
  | null
  | readonly SettingValue[]
  | { readonly [name: string]: SettingValue };

/** Values that determine a loss besides its inputs; may be nested. */
export type Settings = Readonly<Record<string, SettingValue>>;
