import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { SessionId } from '#shared/ids.ts';
import { ErrorBoundary } from '../components/error-boundary.tsx';
import { part } from '../components/part.tsx';
import { PartMissing } from './part-missing.tsx';
import { useServices } from './services.ts';

const NewSessionDialog = part(async () => (await import('../features/sessions/new-session-dialog.tsx')).default);
const SessionDialogs = part(async () => (await import('../features/sessions/session-dialogs.tsx')).default);
const RenameGroupDialog = part(async () => (await import('../features/sessions/arrange-dialogs.tsx')).RenameGroupDialog);
const AboutDialog = part(async () => (await import('../features/settings/about-dialog.tsx')).default);
const Palette = part(async () => (await import('../features/palette/palette.tsx')).default);
const PARTS = [NewSessionDialog.code, SessionDialogs.code, RenameGroupDialog.code, AboutDialog.code, Palette.code];

/** The dialog on show, if any. Their code is fetched when one is opened first. */
export function Dialogs() {
  const { dialogs, typeAhead } = useServices();
  const dialog = useStore(dialogs, (state) => state.dialog);
  const { close } = dialogs.getState();
  useEffect(() => {
    // What nobody asked for while a dialog was open is not for the next one.
    if (dialog === null) typeAhead.drain();
  }, [dialog, typeAhead]);
  if (dialog === null) return null;
  return (
    // The code of a dialog may fail to arrive when the engine has just gone; the window itself must not go with it.
    <ErrorBoundary key={dialog.kind} fallback={({ error }) => <PartMissing error={error} parts={PARTS} onClose={close} />}>
      {dialog.kind === 'new-session' ? <NewSessionDialog proposed={dialog.proposed} onClose={close} /> : null}
      {dialog.kind === 'about' ? <AboutDialog onClose={close} /> : null}
      {dialog.kind === 'palette' ? <Palette only={dialog.only} onClose={close} /> : null}
      {dialog.kind === 'rename' ? <OfSessions kind="rename" ids={[dialog.session]} onClose={close} /> : null}
      {'sessions' in dialog ? <OfSessions kind={dialog.kind} ids={dialog.sessions} onClose={close} /> : null}
      {dialog.kind === 'rename-group' ? <RenameGroupDialog group={dialog.group} onClose={close} /> : null}
    </ErrorBoundary>
  );
}

interface OfSessionsProps {
  readonly kind: 'rename' | 'stop' | 'restart' | 'delete' | 'tags' | 'new-group';
  readonly ids: readonly SessionId[];
  readonly onClose: () => void;
}

function OfSessions({ kind, ids, onClose }: OfSessionsProps) {
  const { sessions } = useServices();
  const found = useStore(
    sessions,
    useShallow((state) => ids.flatMap((id) => state.byId[id] ?? [])),
  );
  const gone = found.length === 0;
  useEffect(() => {
    // Somebody else deleted them in the meantime.
    if (gone) onClose();
  }, [gone, onClose]);
  return gone ? null : <SessionDialogs kind={kind} sessions={found} onClose={onClose} />;
}
