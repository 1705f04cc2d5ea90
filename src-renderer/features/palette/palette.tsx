import { Command } from 'cmdk';
import { Dialog } from 'radix-ui';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { ACTIONS, type Action } from '../../actions/actions.ts';
import { useServices } from '../../app/services.ts';
import { ActionKey } from '../../components/key-caps.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { useReturnFocus } from '../../components/use-return-focus.ts';
import { folderName } from '../../i18n/format.ts';
import { useText } from '../../i18n/use-text.ts';
import { byRecency } from './by-recency.ts';
import { match } from './match.ts';

const ITEM = 'flex h-8 items-center gap-2 rounded px-2 data-[selected=true]:bg-selected';
const GROUP =
  '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-ink-3 [&_[cmdk-group-heading]]:text-xs';

/** Every session and every action by name, with its key. */
export default function Palette({ only, onClose }: { readonly only: 'all' | 'sessions'; readonly onClose: () => void }) {
  const t = useText();
  const services = useServices();
  const after = useRef<(() => void) | null>(null);
  const returnFocus = useReturnFocus();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState({ text: '', entered: false });
  const [search, setSearch] = useState('');
  useLayoutEffect(() => {
    // Not while rendering, which React may do twice.
    const ahead = services.typeAhead.drain();
    setTyped(ahead);
    setSearch(ahead.text);
  }, [services]);
  useEffect(() => {
    if (!typed.entered) return;
    // The list is filtered in effects of its own; a frame later its first entry is the one that was meant.
    const frame = requestAnimationFrame(() => input.current?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true })));
    return () => cancelAnimationFrame(frame);
  }, [typed]);
  const [sessions, actions] = useMemo(
    () => [
      byRecency(Object.values(services.sessions.getState().byId), services.layout.getState().recent),
      only === 'sessions' ? [] : ACTIONS.filter((action) => action.when?.(services) !== false),
    ],
    [services, only],
  );
  // The choice is carried out once the dialog has given the focus back, so that it can put the caret where it belongs.
  const choose = (run: () => void) => {
    after.current = run;
    onClose();
  };
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
          onCloseAutoFocus={(event) => {
            returnFocus(event);
            after.current?.();
          }}
          className="appear fixed top-[12%] left-1/2 z-30 w-[min(560px,calc(100%-32px))] -translate-x-1/2 overflow-hidden rounded border border-line bg-raised shadow-raised focus:outline-none"
        >
          <Dialog.Title className="sr-only">{t('window.palette')}</Dialog.Title>
          <Command label={t('window.palette')} filter={match} loop>
            <Command.Input
              ref={input}
              value={search}
              onValueChange={setSearch}
              placeholder={t(only === 'sessions' ? 'window.palette.placeholder.sessions' : 'window.palette.placeholder')}
              className="h-10 w-full border-line border-b bg-transparent px-3 outline-none placeholder:text-ink-3"
            />
            <Command.List label={t('window.palette')} className="max-h-[min(420px,60vh)] overflow-y-auto p-1">
              <Command.Empty className="px-2 py-4 text-center text-ink-2">{t('window.palette.none')}</Command.Empty>
              {sessions.length === 0 ? null : (
                <Command.Group heading={t('window.palette.sessions')} className={GROUP}>
                  {sessions.map((session) => (
                    <Command.Item
                      key={session.id}
                      value={session.id}
                      keywords={[session.name, folderName(session.cwd)]}
                      onSelect={() => choose(() => services.openSession(session.id))}
                      className={ITEM}
                    >
                      <StateMark state={session.state} label={t(`window.state.${session.state}`)} />
                      <span className="truncate">{session.name}</span>
                      <span className="min-w-0 flex-1 truncate text-ink-2 text-xs">{folderName(session.cwd)}</span>
                      <span className="shrink-0 text-ink-2 text-xs">{t(`window.state.${session.state}`)}</span>
                    </Command.Item>
                  ))}
                </Command.Group>
              )}
              {actions.length === 0 ? null : (
                <Command.Group heading={t('window.palette.commands')} className={GROUP}>
                  {actions.map((action) => (
                    <ActionItem key={action.id} action={action} onSelect={() => choose(() => action.run(services))} />
                  ))}
                </Command.Group>
              )}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function ActionItem({ action, onSelect }: { readonly action: Action; readonly onSelect: () => void }) {
  const t = useText();
  return (
    <Command.Item value={action.id} keywords={[t(action.title)]} onSelect={onSelect} className={ITEM}>
      <span className="min-w-0 flex-1 truncate">{t(action.title)}</span>
      <ActionKey action={action} />
    </Command.Item>
  );
}
