import type Sherpa from 'sherpa-onnx-node';
import { AppError } from '../../../shared/app-error.ts';

/**
 * The native library, loaded on first use, so that a platform without its binary still has translators and voices.
 *
 * @throws BINARY_MISSING when it cannot be loaded here
 */
export async function loadSherpa(): Promise<typeof Sherpa> {
  try {
    return (await import('sherpa-onnx-node')).default;
  } catch (cause) {
    throw new AppError(
      'BINARY_MISSING',
      'The speech library sherpa-onnx cannot be loaded on this machine. Nothing is recognised; install the program again for this platform.',
      { cause },
    );
  }
}
