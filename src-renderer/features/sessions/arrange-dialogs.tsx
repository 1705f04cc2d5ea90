import { X } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { useStore } from 'zustand';
import { MOST_TAGS, type SessionInfo, sameTag } from '#shared/contract/index.ts';
import { eachAtOnce } from '../../app/each-at-once.ts';
import { useServices } from '../../app/services.ts';
import { Button } from '../../components/button.tsx';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Field, INPUT } from '../../components/field.tsx';
import { useText } from '../../i18n/use-text.ts';
import type { EngineClient } from '../../rpc/client.ts';
import { valuesOf } from './list-filter.ts';
import { useCall } from './use-call.ts';

/** Longest tag and longest name of a group, characters; the contract refuses longer ones. */
const LONGEST = { tag: 32, group: 60 };
/** Tags of other sessions offered at once. */
const OFFERED = 12;

/** Tags that sessions have, to take away, and a field for another one. Every change holds at once. */
export function TagsDialog({ sessions, onClose }: { readonly sessions: readonly SessionInfo[]; readonly onClose: () => void }) {
  const t = useText();
  const { sessions: store } = useServices();
  const id = useId();
  const [text, setText] = useState('');
  const { error, run } = useCall(() => setText(''));
  const all = useStore(store, (state) => state.byId);
  const tags = [...new Set(sessions.flatMap((session) => session.tags))];
  const others = valuesOf('tag', Object.values(all)).filter((tag) => !tags.some((one) => sameTag(one, tag)));
  const change = (what: 'tag' | 'untag', tag: string) =>
    void run(async (client) => {
      await eachAtOnce(sessions, async ({ id }) => store.getState().put(await client.session[what]({ session: id, tags: [tag] })));
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '') onClose();
    else change('tag', text);
  };
  const title =
    sessions.length === 1
      ? t('window.tags.title', { name: sessions[0]?.name ?? '' })
      : t('window.tags.title.many', { count: sessions.length });
  return (
    <DialogFrame title={title} onClose={onClose}>
      <form onSubmit={submit} className="mt-3 flex flex-col gap-3">
        {tags.length === 0 ? null : (
          <ul aria-label={t('window.tags')} className="flex flex-wrap gap-1">
            {tags.map((tag) => {
              const count = sessions.filter((session) => session.tags.some((one) => sameTag(one, tag))).length;
              return (
                <li key={tag} className="flex h-6 items-center gap-1 rounded-sm border border-line pl-2 text-sm">
                  <span>{tag}</span>
                  {count < sessions.length ? (
                    <span className="text-ink-3 text-xs">{t('window.tags.some', { count, of: sessions.length })}</span>
                  ) : null}
                  <button
                    type="button"
                    aria-label={t('window.tags.remove', { tag })}
                    onClick={() => change('untag', tag)}
                    className="grid size-6 place-items-center rounded-sm text-ink-3 hover:bg-hover hover:text-ink"
                  >
                    <X size={12} aria-hidden="true" />
                  </button>
                </li>
              );
            })}
          </ul>
        )}
        <Field id={id} label={t('window.tags.label')} hint={t('window.tags.hint', { most: MOST_TAGS })}>
          <input
            id={id}
            aria-describedby={`${id}-hint`}
            data-first
            className={INPUT}
            value={text}
            maxLength={LONGEST.tag}
            autoComplete="off"
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        {others.length === 0 ? null : (
          <fieldset aria-label={t('window.tags.others')} className="flex min-w-0 flex-wrap gap-1">
            {others.slice(0, OFFERED).map((tag) => (
              <Button key={tag} size="small" look="quiet" onClick={() => change('tag', tag)}>
                {tag}
              </Button>
            ))}
          </fieldset>
        )}
        {error === null ? null : <ErrorNotice error={error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('window.tags.done')}</Button>
          <Button type="submit" look="primary" disabled={text.trim() === ''}>
            {t('window.tags.add')}
          </Button>
        </div>
      </form>
    </DialogFrame>
  );
}

interface GroupDialogProps {
  /** What is put into the group. */
  readonly sessions: readonly SessionInfo[];
  readonly onClose: () => void;
}

/** Asks for the name of a new group. */
export function NewGroupDialog({ sessions, onClose }: GroupDialogProps) {
  const t = useText();
  const { sessions: store } = useServices();
  return (
    <NameDialog
      title={t('window.group.new.title')}
      name=""
      action={t('window.group.new.do')}
      onClose={onClose}
      onName={async (group, client) => {
        await eachAtOnce(sessions, async ({ id }) => store.getState().put(await client.session.group({ session: id, group })));
      }}
    />
  );
}

/** Gives a group of the person's own another name. */
export function RenameGroupDialog({ group, onClose }: { readonly group: string; readonly onClose: () => void }) {
  const t = useText();
  const { habits } = useServices();
  return (
    <NameDialog
      title={t('window.group.rename.title')}
      name={group}
      action={t('window.rename.do')}
      onClose={onClose}
      onName={async (name, client) => {
        // Its place first, or it would go to its new name's place and back.
        habits.change((before) => ({ ...before, groups: before.groups.map((key) => (key === `own ${group}` ? `own ${name}` : key)) }));
        await client.session.renameGroup({ group, name });
      }}
    />
  );
}

interface NameDialogProps {
  readonly title: string;
  readonly name: string;
  readonly action: string;
  readonly onClose: () => void;
  readonly onName: (name: string, client: EngineClient) => Promise<void>;
}

function NameDialog({ title, name, action, onClose, onName }: NameDialogProps) {
  const t = useText();
  const id = useId();
  const [text, setText] = useState(name);
  const { busy, error, run } = useCall(onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run((client) => onName(text.trim(), client));
  };
  return (
    <DialogFrame title={title} onClose={onClose}>
      <form onSubmit={submit} className="mt-3 flex flex-col gap-3">
        <Field id={id} label={t('window.rename.label')}>
          <input
            id={id}
            className={INPUT}
            value={text}
            maxLength={LONGEST.group}
            autoComplete="off"
            onFocus={(event) => event.target.select()}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        {error === null ? null : <ErrorNotice error={error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('window.cancel')}</Button>
          <Button type="submit" look="primary" disabled={busy || text.trim() === ''}>
            {action}
          </Button>
        </div>
      </form>
    </DialogFrame>
  );
}
