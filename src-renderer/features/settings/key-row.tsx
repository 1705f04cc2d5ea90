import { RotateCcw, X } from 'lucide-react';
import { type ReactNode, useEffect, useEffectEvent, useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { keyName } from '#shared/action-ids.ts';
import { type KeyProblem, keyProblem } from '#shared/key-combination.ts';
import { ACTIONS, type Action } from '../../actions/actions.ts';
import { clashesOf, winnerOf } from '../../actions/key-map.ts';
import { isTerminals, specOf } from '../../actions/key-recorder.ts';
import { isMac } from '../../actions/keys.ts';
import { useServices } from '../../app/services.ts';
import { Button } from '../../components/button.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { KeyCaps } from '../../components/key-caps.tsx';
import { useText } from '../../i18n/use-text.ts';
import { LockNote } from './lock-note.tsx';

const MAC = isMac(navigator.platform);

/** An action and its key, which the person can change, take away, or give its default back. */
export function KeyRow({ action, locked = false }: { readonly action: Action; readonly locked?: boolean }) {
  const t = useText();
  const id = useId();
  const services = useServices();
  const map = useStore(services.keys);
  const own = useStore(services.preferences, (state) => state.settings.keys[keyName(action.id)]);
  const [recording, setRecording] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const name = `keys.${keyName(action.id)}`;
  const keys = map.get(action.id);
  const title = t(action.title);
  const clashes = clashesOf(map, action.id);
  const done = (by: 'key' | 'click') => {
    setRecording(false);
    // Who clicks elsewhere has chosen where they want to be.
    if (by === 'key') button.current?.focus();
  };
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b py-1">
      <div className="min-w-0 flex-1">
        {title}
        {locked ? <LockNote id={`${id}-locked`} /> : null}
      </div>
      {locked || own === undefined ? null : (
        <IconButton
          icon={RotateCcw}
          label={t('window.settings.reset', { setting: title })}
          onClick={() => void services.unsetSetting(name)}
        />
      )}
      {locked || keys === undefined ? null : (
        <IconButton
          icon={X}
          label={t('window.settings.keys.remove', { action: title })}
          onClick={() => void services.setSetting(name, '')}
        />
      )}
      <Button
        ref={button}
        size="small"
        disabled={locked}
        aria-describedby={locked ? `${id}-locked` : undefined}
        aria-label={recording ? undefined : t('window.settings.keys.change', { action: title })}
        onClick={() => setRecording(true)}
        className="min-w-36"
      >
        {recording ? t('window.settings.keys.press') : keys === undefined ? t('window.settings.keys.none') : <KeyCaps keys={keys} />}
      </Button>
      {recording ? <Recorder name={name} onDone={done} /> : null}
      {keys !== undefined && isTerminals(keys) && !recording ? <Note>{t('window.settings.keys.terminal')}</Note> : null}
      {clashes.map((id) => (
        <Clash key={id} other={id} winner={winnerOf(map, action.id) ?? id} />
      ))}
    </div>
  );
}

const CLICKS = ['click', 'auxclick', 'contextmenu'] as const;

/** Takes the next combination; Escape and a click elsewhere end it. */
function Recorder({ name, onDone }: { readonly name: string; readonly onDone: (by: 'key' | 'click') => void }) {
  const t = useText();
  const services = useServices();
  const [problem, setProblem] = useState<KeyProblem | null>(null);
  const end = useEffectEvent(onDone);
  useEffect(() => {
    const stop = services.keyRecorder.record((press) => {
      const spec = specOf(press);
      if (spec === null) return;
      if (spec === 'Escape') {
        end('key');
        return;
      }
      const found = keyProblem(spec, MAC);
      setProblem(found);
      if (found !== null) return;
      void services.setSetting(name, spec);
      end('key');
    });
    // With the click, not with the press before it: the row closes up, and what was pressed would be somewhere else.
    const elsewhere = () => end('click');
    for (const type of CLICKS) window.addEventListener(type, elsewhere, true);
    return () => {
      stop();
      for (const type of CLICKS) window.removeEventListener(type, elsewhere, true);
    };
  }, [services, name]);
  return <Note alert>{problem === null ? '' : t(`window.settings.keys.problem.${problem}`)}</Note>;
}

function Clash({ other, winner }: { readonly other: string; readonly winner: string }) {
  const t = useText();
  const services = useServices();
  const [action, gets] = [other, winner].map((wanted) => ACTIONS.find(({ id }) => id === wanted));
  if (action === undefined || gets === undefined) return null;
  return (
    <Note alert>
      {t('window.settings.keys.clash', { other: t(action.title), winner: t(gets.title) })}{' '}
      <Button size="small" onClick={() => void services.setSetting(`keys.${keyName(other)}`, '')}>
        {t('window.settings.keys.take')}
      </Button>
    </Note>
  );
}

function Note({ alert = false, children }: { readonly alert?: boolean; readonly children: ReactNode }) {
  return (
    <p role={alert ? 'alert' : undefined} className={`basis-full text-sm empty:hidden ${alert ? 'text-failed' : 'text-ink-2'}`}>
      {children}
    </p>
  );
}
