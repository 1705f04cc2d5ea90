import { type FormEvent, useId, useRef, useState } from 'react';
import type { SessionInfo } from '#shared/contract/index.ts';
import type { KimiError } from '#shared/errors/kimi-error.ts';
import { eachAtOnce } from '../../app/each-at-once.ts';
import { useServices } from '../../app/services.ts';
import { Button } from '../../components/button.tsx';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Field, INPUT } from '../../components/field.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { formatBytes } from '../../i18n/format.ts';
import { useLanguage, useText } from '../../i18n/use-text.ts';
import type { EngineClient } from '../../rpc/client.ts';
import { NewGroupDialog, TagsDialog } from './arrange-dialogs.tsx';
import { isEnded, recordedBytes } from './session-facts.ts';
import { useCall } from './use-call.ts';

interface Props {
  /** At least one. */
  readonly sessions: readonly SessionInfo[];
  readonly onClose: () => void;
}

/** The dialogs about sessions; a name is given to the first of them. */
export default function SessionDialogs({
  kind,
  ...props
}: Props & { readonly kind: 'rename' | 'stop' | 'restart' | 'delete' | 'tags' | 'new-group' }) {
  const [first] = props.sessions;
  switch (kind) {
    case 'rename':
      return first === undefined ? null : <RenameDialog session={first} onClose={props.onClose} />;
    case 'stop':
      return <StopDialog {...props} />;
    case 'restart':
      return <RestartDialog {...props} />;
    case 'delete':
      return <DeleteDialog {...props} />;
    case 'tags':
      return <TagsDialog {...props} />;
    case 'new-group':
      return <NewGroupDialog {...props} />;
  }
}

/** Gives a session another name. */
function RenameDialog({ session, onClose }: { readonly session: SessionInfo; readonly onClose: () => void }) {
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

/** Says how many there are, or the name of the only one. */
function whoOf(sessions: readonly SessionInfo[]) {
  const [first] = sessions;
  return sessions.length === 1 && first !== undefined
    ? { only: first, count: 1, name: first.name }
    : { only: null, count: sessions.length, name: '' };
}

/** Asks before sessions are stopped in the middle of something. */
function StopDialog({ sessions, onClose }: Props) {
  const t = useText();
  const services = useServices();
  const { only, count, name } = whoOf(sessions);
  const stop = () => {
    onClose();
    void services.commands.stopNow(sessions);
  };
  const about = only === null ? 'window.stop.many' : only.state === 'waiting' ? 'window.stop.waiting' : 'window.stop.working';
  return (
    <Question
      title={only === null ? t('window.stop.title.many', { count }) : t('window.stop.title', { name })}
      about={t(about)}
      yes={t('window.stop.do')}
      no={t(only === null ? 'window.stop.keep.many' : 'window.stop.keep')}
      onYes={stop}
      onClose={onClose}
    />
  );
}

/** Asks before many programs are started at once. */
function RestartDialog({ sessions, onClose }: Props) {
  const t = useText();
  const services = useServices();
  return (
    <Question
      title={t('window.restart.title', { count: sessions.length })}
      about={t('window.restart.about')}
      yes={t('window.menu.restart')}
      no={t('window.cancel')}
      look="primary"
      onYes={() => {
        onClose();
        void services.commands.restartNow(sessions.map(({ id }) => id));
      }}
      onClose={onClose}
    />
  );
}

/** Names what is lost with sessions before they are deleted. */
function DeleteDialog({ sessions, onClose }: Props) {
  const t = useText();
  const language = useLanguage();
  const { only, count, name } = whoOf(sessions);
  const { busy, error, run } = useCall(onClose);
  const running = sessions.filter((session) => !isEnded(session)).length;
  const size = formatBytes(
    sessions.reduce((sum, session) => sum + recordedBytes(session), 0),
    language,
  );
  const consequence =
    only === null
      ? t('window.delete.consequence.many', { size })
      : // A shell has no transcripts that could stay.
        t(only.agent === 'shell' ? 'window.delete.consequence.shell' : 'window.delete.consequence', { size, folder: only.cwd });
  const stopped = only === null ? t('window.delete.running.many', { count: running }) : t('window.delete.running');
  const [total, setTotal] = useState(count);
  // What is deleted is gone from the question, which goes on with the rest; closing it keeps that.
  const deleteAll = (client: EngineClient, gone: AbortSignal) => {
    setTotal(count);
    return eachAtOnce(sessions, (session) => client.session.delete({ session: session.id, stop: !isEnded(session) }), gone);
  };
  return (
    <Question
      title={only === null ? t('window.delete.title.many', { count }) : t('window.delete.title', { name })}
      about={running > 0 ? `${stopped} ${consequence}` : consequence}
      yes={t('window.delete.do')}
      no={t(busy && total > 1 ? 'window.delete.keep.rest' : only === null ? 'window.delete.keep.many' : 'window.delete.keep')}
      busy={busy}
      progress={busy && total > 1 ? { done: total - count, total } : null}
      error={error}
      onYes={() => void run(deleteAll)}
      onClose={onClose}
    />
  );
}

/** A question about something that cannot be undone; the safe answer has the focus. */
function Question({
  title,
  about,
  yes,
  no,
  look = 'danger',
  busy = false,
  progress = null,
  error = null,
  onYes,
  onClose,
}: {
  readonly title: string;
  readonly about: string;
  readonly yes: string;
  readonly no: string;
  readonly look?: 'danger' | 'primary';
  readonly busy?: boolean;
  /** Of many, how far it is. */
  readonly progress?: { readonly done: number; readonly total: number } | null;
  readonly error?: KimiError | null;
  readonly onYes: () => void;
  readonly onClose: () => void;
}) {
  const t = useText();
  const safe = useRef<HTMLButtonElement>(null);
  return (
    <DialogFrame
      title={title}
      about={about}
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
      {progress === null ? null : (
        <div className="mt-3">
          <ProgressBar {...progress} text={t('window.progress.of', progress)} />
        </div>
      )}
      <div className="mt-4 flex justify-end gap-2">
        <Button look={look} disabled={busy} onClick={onYes}>
          {yes}
        </Button>
        <Button ref={safe} onClick={onClose}>
          {no}
        </Button>
      </div>
    </DialogFrame>
  );
}
