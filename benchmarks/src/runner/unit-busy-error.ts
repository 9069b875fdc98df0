/** Another process computes the unit just now. */
export class UnitBusyError extends Error {
  override readonly name = 'UnitBusyError';
}
