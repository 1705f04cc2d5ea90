import { type FormEvent, useId, useRef, useState } from 'react';
import type { SessionInfo } from '#shared/contract/index.ts';
import type { KimiError } from '#shared/errors/kimi-error.ts';
import { useServices } from '../../app/services.ts';
import { Button } from '../../components/button.tsx';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Field, INPUT } from '../../components/field.tsx';
import { formatBytes } from '../../i18n/format.ts';
import { useLanguage, useText } from '../../i18n/use-text.ts';
import { type EngineClient, toKimiError } from '../../rpc/client.ts';
import { isEnded, recordedBytes } from './session-facts.ts';

interface Props {
  readonly session: SessionInfo;
  readonly onClose: () => void;
}

/** The dialogs about one session. */
export default function SessionDialogs({ kind, ...props }: Props & { readonly kind: 'rename' | 'stop' | 'delete' }) {
  switch (kind) {
    case 'rename':
      return <RenameDialog {...props} />;
    case 'stop':
      return <StopDialog {...props} />;
    case 'delete':
      return <DeleteDialog {...props} />;
  }
}

/** Runs one call for a dialog: closes it when that worked, else keeps the error to show in it. */
function useCall(onClose: () => void) {
  const services = useServices();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<KimiError | null>(null);
  const run = async (call: (client: EngineClient) => Promise<unknown>) => {
    setBusy(true);
    setError(null);
    try {
      await call(services.connection.client);
      onClose();
    } catch (thrown) {
      setError(toKimiError(thrown));
      setBusy(false);
    }
  };
  return { busy, error, run };
}

/** Gives a session another name. */
function RenameDialog({ session, onClose }: Props) {
  const t = useText();
  const services = useServices();
  const id = useId();
  const [name, setName] = useState(session.name);
  const { busy, error, run } = useCall(onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(async (client) => {
      services.sessions.getState().put(await client.session.rename({ session: session.id, name: name.trim() }));
    });
  };
  return (
    <DialogFrame title={t('window.rename.title')} onClose={onClose}>
      <form onSubmit={submit} className="mt-3 flex flex-col gap-3">
        <Field id={id} label={t('window.rename.label')}>
          <input
            id={id}
            className={INPUT}
            value={name}
            maxLength={100}
            autoComplete="off"
            onFocus={(event) => event.target.select()}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        {error === null ? null : <ErrorNotice error={error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('window.cancel')}</Button>
          <Button type="submit" look="primary" disabled={busy || name.trim() === ''}>
            {t('window.rename.do')}
          </Button>
        </div>
      </form>
    </DialogFrame>
  );
}

/** Asks before a session is stopped in the middle of something. */
function StopDialog({ session, onClose }: Props) {
  const t = useText();
  const services = useServices();
  const safe = useRef<HTMLButtonElement>(null);
  const stop = () => {
    onClose();
    void services.commands.stopNow(session);
  };
  return (
    <DialogFrame
      title={t('window.stop.title', { name: session.name })}
      about={t(session.state === 'waiting' ? 'window.stop.waiting' : 'window.stop.working')}
      onClose={onClose}
      onOpenFocus={(event) => {
        event.preventDefault();
        safe.current?.focus();
      }}
    >
      <div className="mt-4 flex justify-end gap-2">
        <Button look="danger" onClick={stop}>
          {t('window.stop.do')}
        </Button>
        <Button ref={safe} onClick={onClose}>
          {t('window.stop.keep')}
        </Button>
      </div>
    </DialogFrame>
  );
}

/** Names what is lost with a session before it is deleted; the safe button has the focus. */
function DeleteDialog({ session, onClose }: Props) {
  const t = useText();
  const language = useLanguage();
  const safe = useRef<HTMLButtonElement>(null);
  const { busy, error, run } = useCall(onClose);
  const running = !isEnded(session);
  const consequence = t('window.delete.consequence', {
    size: formatBytes(recordedBytes(session), language),
    folder: session.cwd,
  });
  return (
    <DialogFrame
      title={t('window.delete.title', { name: session.name })}
      about={running ? `${t('window.delete.running')} ${consequence}` : consequence}
      onClose={onClose}
      onOpenFocus={(event) => {
        event.preventDefault();
        safe.current?.focus();
      }}
    >
      {error === null ? null : (
        <div className="mt-3">
          <ErrorNotice error={error} />
        </div>
      )}
      <div className="mt-4 flex justify-end gap-2">
        <Button
          look="danger"
          disabled={busy}
          onClick={() => void run((client) => client.session.delete({ session: session.id, stop: running }))}
        >
          {t('window.delete.do')}
        </Button>
        <Button ref={safe} onClick={onClose}>
          {t('window.delete.keep')}
        </Button>
      </div>
    </DialogFrame>
  );
}
