import { PolyvaeError } from '@polyvae/errors';

/** A package that decodes images is not installed, or does not load. */
export class MissingPackageError extends PolyvaeError {
  override readonly name = 'MissingPackageError';
  readonly code = 'missing-package';
}

/** The function that sharp exports. */
export type Sharp = typeof import('sharp').default;

/**
 * Loads sharp, an optional peer.
 * @param caller Who needs it, for the error.
 * @param load Imports it.
 * @throws {MissingPackageError} if it is not installed or does not load; the message says what to do.
 */
export async function importSharp(
  caller: string,
  load: () => Promise<{ default: Sharp }> = () => import('sharp'),
): Promise<Sharp> {
  try {
    return (await load()).default;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new MissingPackageError(
      code === 'ERR_MODULE_NOT_FOUND'
        ? `${caller} decodes images with sharp, which is not installed: npm install sharp`
        : `${caller} decodes images with sharp, which does not load (${message.split('\n', 1)[0]}); install it again ` +
            'on this machine: npm install sharp',
      { cause },
    );
  }
}
