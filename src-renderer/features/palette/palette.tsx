import { Command } from 'cmdk';
import { Dialog } from 'radix-ui';
import { type KeyboardEvent as ReactKeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { parseKeys } from '#shared/key-combination.ts';
import { ACTIONS, type Action, actionOf } from '../../actions/actions.ts';
import { matches } from '../../actions/keys.ts';
import { useActionKey } from '../../actions/use-action-key.ts';
import { useServices } from '../../app/services.ts';
import { ActionKey, KeyCaps } from '../../components/key-caps.tsx';
import { useReturnFocus } from '../../components/use-return-focus.ts';
import { folderName } from '../../i18n/format.ts';
import { useText } from '../../i18n/use-text.ts';
import { withUse } from '../../state/habits.ts';
import { SessionChoice } from '../sessions/session-choice.tsx';
import { byRecency } from './by-recency.ts';
import { byUse, withUseScore } from './by-use.ts';
import { match, matching, searchable } from './match.ts';
import { ranked } from './ranked.ts';
import { type SettingChoice, settingChoices, settingsFound } from './setting-choices.ts';

const SWITCH = actionOf('session.switch');
/** Sessions among the commands before anything is typed; all of them are found by typing, or in the switcher. */
const FEW = 5;
/** Sessions drawn at once: twice what is in sight. Each one costs a key press some of its time, and who has thousands types a name. */
const MOST = 25;

const ITEM = 'flex h-8 items-center gap-2 rounded px-2 data-[selected=true]:bg-selected';
const GROUP =
  '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-ink-3 [&_[cmdk-group-heading]]:text-xs';

/** Every session, action and setting by name, with its key; or the sessions alone, to switch between them. */
export default function Palette({ only, onClose }: { readonly only: 'all' | 'sessions'; readonly onClose: () => void }) {
  const t = useText();
  const services = useServices();
  const returnFocus = useReturnFocus();
  const input = useRef<HTMLInputElement>(null);
  const [entered, setEntered] = useState(false);
  const [search, setSearch] = useState('');
  // What was typed ahead and the caret arrive between two keys: the next one continues the text, and replaces nothing.
  const takeOver = () => {
    const ahead = services.typeAhead.drain();
    flushSync(() => {
      // What came into the box without keys, by a paste with the mouse for example, stands before.
      setSearch((search) => search + ahead.text);
      setEntered(ahead.entered);
    });
    input.current?.focus();
    input.current?.setSelectionRange(input.current.value.length, input.current.value.length);
  };
  const named = useNamedSettings(only);
  useEffect(() => {
    if (!entered || named === null) return;
    // The list is filtered in effects of its own; a frame later its first entry is the one that was meant.
    const frame = requestAnimationFrame(() => input.current?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true })));
    return () => cancelAnimationFrame(frame);
  }, [entered, named]);
  const [all, actions, uses, now] = useMemo(() => {
    // As it was when this was opened: what one looks at does not change places.
    const { uses } = services.habits.store.getState();
    const now = Date.now();
    return [
      byRecency(Object.values(services.sessions.getState().byId), services.layout.getState().recent),
      only === 'sessions'
        ? []
        : byUse(
            ACTIONS.filter((action) => action.when?.(services) !== false),
            uses,
            now,
          ),
      uses,
      now,
    ] as const;
  }, [services, only]);
  const names = useMemo(() => searchable(all, ({ name, cwd }) => [name, folderName(cwd)]), [all]);
  // Not cmdk's own filter: it draws all of them first, and with thousands of sessions every key would take seconds.
  const found = useMemo(() => {
    const typed = search.trim();
    if (typed === '') return { sessions: all, actions, actionsFirst: false };
    const sessions = matching(names, typed, MOST);
    const commands = ranked(actions, ({ id, title }) => withUseScore(match(typed, [t(title)]), id, uses, now));
    return {
      sessions: sessions.map(({ entry }) => entry),
      actions: commands.map(({ entry }) => entry),
      actionsFirst: (commands[0]?.score ?? 0) > (sessions[0]?.score ?? 0),
    };
  }, [search, all, names, actions, uses, now, t]);
  const sessions = found.sessions.slice(0, only === 'all' && search === '' ? FEW : MOST);
  const left = only === 'all' && search === '' ? 0 : found.sessions.length - sessions.length;
  // All of it within the key that chose: the next one finds the choice carried out and the caret where it belongs. The caret is given
  // back first, so that the choice can put it elsewhere.
  const choose = (run: () => void) => {
    flushSync(onClose);
    returnFocus();
    run();
  };
  const chooseAction = (action: Action) =>
    choose(() => {
      services.habits.change((habits) => withUse(habits, action.id, Date.now()));
      action.run(services);
    });
  const switchKey = useActionKey(SWITCH);
  // The switcher's own key once more goes to the session that is marked: twice in a row, to the last one and back.
  const onKeyDown = (event: ReactKeyboardEvent) => {
    if (only !== 'sessions' || switchKey === null || event.repeat || !matches(parseKeys(switchKey), event.nativeEvent)) return;
    event.preventDefault();
    input.current?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  };
  const settings = settingsFound(named ?? [], search);
  const choices =
    sessions.length === 0 ? null : (
      <Command.Group key="sessions" heading={t('window.palette.sessions')} className={GROUP}>
        {sessions.map((session) => (
          <Command.Item
            key={session.id}
            value={session.id}
            onSelect={() => choose(() => services.openSession(session.id))}
            className={ITEM}
          >
            <SessionChoice session={session} />
            <span className="shrink-0 text-ink-2 text-xs">{t(`window.state.${session.state}`)}</span>
          </Command.Item>
        ))}
      </Command.Group>
    );
  const commands =
    found.actions.length === 0 ? null : (
      <Command.Group key="commands" heading={t('window.palette.commands')} className={GROUP}>
        {found.actions.map((action) => (
          <ActionItem key={action.id} action={action} onSelect={() => chooseAction(action)} />
        ))}
      </Command.Group>
    );
  const places =
    settings.length === 0 ? null : (
      <Command.Group key="settings" heading={t('window.place.settings')} className={GROUP}>
        {settings.map(({ id, section, name, title, where }) => (
          <Command.Item
            key={id}
            value={id}
            onSelect={() => choose(() => services.openSettings(name === undefined ? { section } : { section, name }))}
            className={ITEM}
          >
            <span className="min-w-0 flex-1 truncate" title={title}>
              {title}
            </span>
            <span className="shrink-0 text-ink-2 text-xs">{where}</span>
          </Command.Item>
        ))}
      </Command.Group>
    );
  return (
    <Dialog.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-30 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            // Not within React's own work, which would put the text off.
            queueMicrotask(takeOver);
          }}
          onCloseAutoFocus={returnFocus}
          className="appear fixed top-[12%] left-1/2 z-30 w-[min(560px,calc(100%-32px))] -translate-x-1/2 overflow-hidden rounded border border-line bg-raised shadow-raised focus:outline-none"
        >
          <Dialog.Title className="sr-only">{t('window.palette')}</Dialog.Title>
          <Command label={t('window.palette')} shouldFilter={false} loop onKeyDown={onKeyDown}>
            <Command.Input
              ref={input}
              value={search}
              onValueChange={setSearch}
              placeholder={t(only === 'sessions' ? 'window.palette.placeholder.sessions' : 'window.palette.placeholder')}
              className="h-10 w-full border-line border-b bg-transparent px-3 outline-none placeholder:text-ink-3"
            />
            <Command.List label={t('window.palette')} className="max-h-[min(420px,60vh)] overflow-y-auto p-1">
              <Command.Empty className="px-2 py-4 text-center text-ink-2">
                {/* A list box must hold options, and screen readers read this one out. */}
                <div role="option" tabIndex={-1} aria-selected={false} aria-disabled="true">
                  {t('window.palette.none')}
                </div>
              </Command.Empty>
              {found.actionsFirst ? [commands, choices] : [choices, commands]}
              {places}
            </Command.List>
            {left > 0 ? (
              <p className="border-line border-t px-3 py-1.5 text-ink-3 text-xs">{t('window.palette.more', { count: left })}</p>
            ) : null}
            {only === 'sessions' && sessions.length > 1 && switchKey !== null ? (
              <p className="flex items-center gap-2 border-line border-t px-3 py-1.5 text-ink-3 text-xs">
                <KeyCaps keys={switchKey} />
                {t('window.palette.switch-again')}
              </p>
            ) : null}
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** What of the settings can be gone to; null until their texts, which the first paint does without, have come. */
function useNamedSettings(only: 'all' | 'sessions'): readonly SettingChoice[] | null {
  const t = useText();
  const services = useServices();
  const [texts, setTexts] = useState<'waiting' | 'there' | 'missing'>('waiting');
  useEffect(() => {
    // Without them there is one thing less to find, and whoever opens the settings is told what failed.
    services.laterTexts().then(
      () => setTexts('there'),
      () => setTexts('missing'),
    );
  }, [services]);
  return useMemo(() => {
    if (only === 'sessions' || texts === 'missing') return [];
    return texts === 'there' ? settingChoices(t) : null;
  }, [only, texts, t]);
}

function ActionItem({ action, onSelect }: { readonly action: Action; readonly onSelect: () => void }) {
  const t = useText();
  return (
    <Command.Item value={action.id} onSelect={onSelect} className={ITEM}>
      <span className="min-w-0 flex-1 truncate" title={t(action.title)}>
        {t(action.title)}
      </span>
      <ActionKey action={action} />
    </Command.Item>
  );
}
