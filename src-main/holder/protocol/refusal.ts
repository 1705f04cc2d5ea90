import { type ErrorContext, KimiError } from '#shared/errors/kimi-error.ts';
import { FrameError } from './codec.ts';

/** An error as it travels; what is not of our family says its reason, since a peer can do nothing with a stack. */
export function errorData(error: unknown, context: ErrorContext = {}): ReturnType<KimiError['toData']> {
  if (error instanceof FrameError)
    return new KimiError('HOLDER_PROTOCOL', { reason: error.message, ...context }, { cause: error }).toData();
  return KimiError.from(error).toData();
}
