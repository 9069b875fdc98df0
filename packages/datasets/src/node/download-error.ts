/** Why a download did not succeed: no mirror delivered the file, or it could not be saved. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
  readonly kind: 'mirrors' | 'storage';

  constructor(message: string, kind: 'mirrors' | 'storage', options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
