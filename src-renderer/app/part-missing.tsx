import { useEffect } from 'react';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { LateCode } from '../components/late-code.ts';
import { useServices } from './services.ts';

interface PartMissingProps {
  readonly error: unknown;
  /** What of it may not have come: fetched anew when it is opened again. */
  readonly parts: readonly Pick<LateCode<unknown>, 'forgetFailure'>[];
  readonly onClose: () => void;
}

/** Closes a part that was opened and whose code did not come, most often because the engine has just gone, and says so. */
export function PartMissing({ error, parts, onClose }: PartMissingProps) {
  const { notices } = useServices();
  useEffect(() => {
    // The browser's own words, in its own language: they belong to the details.
    const browser = error instanceof Error ? error.message : String(error);
    notices.getState().error(new KimiError('ENGINE_UNREACHABLE', { browser }));
    for (const part of parts) part.forgetFailure();
    onClose();
  }, [notices, error, parts, onClose]);
  return null;
}
