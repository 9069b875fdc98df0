/** A few words on a value of an unexpected type, for error messages. */
export function found(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  if (typeof value === 'function') return `a function${value.name === '' ? '' : ` '${value.name}'`}`;
  if (typeof value !== 'object') return JSON.stringify(value) ?? String(value);
  if (typeof (value as { then?: unknown }).then === 'function') return 'a promise; await it first';
  const name = (value.constructor as { name?: string } | undefined)?.name;
  return name === undefined || name === 'Object'
    ? `{ ${Object.keys(value).slice(0, 8).join(', ')} }`
    : `a value of type ${name}`;
}

/** Whether a value has these methods. */
export function hasMethods(value: unknown, methods: readonly string[]): boolean {
  return (
    (typeof value === 'object' || typeof value === 'function') &&
    value !== null &&
    methods.every((name) => typeof (value as Record<string, unknown>)[name] === 'function')
  );
}
