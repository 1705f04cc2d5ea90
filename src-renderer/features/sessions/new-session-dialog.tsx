import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { AgentInfo } from '#shared/contract/index.ts';
import { AGENT_IDS } from '#shared/contract/session-words.ts';
import { useServices } from '../../app/services.ts';
import { Button } from '../../components/button.tsx';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Field, INPUT } from '../../components/field.tsx';
import { folderNames } from '../../i18n/format.ts';
import { useText } from '../../i18n/use-text.ts';
import { KimiMissing } from '../agents/kimi-missing.tsx';
import { useAgents } from '../agents/use-agents.ts';
import { EnvironmentPart } from './environment-part.tsx';
import { lastAgent, nameIn, recentFolders } from './grouping.ts';
import { useCreateSession } from './use-create-session.ts';
import { useEnvironment } from './use-environment.ts';

const RECENT = 5;

interface NewSessionDialogProps {
  /** What a link or a command filled in; the person reads it before anything runs. */
  readonly proposed?: { readonly cwd?: string | undefined; readonly name?: string | undefined } | undefined;
  readonly onClose: () => void;
}

/** Asks what to start and where, and starts it. */
export default function NewSessionDialog({ proposed, onClose }: NewSessionDialogProps) {
  const t = useText();
  const services = useServices();
  const ids = useId();
  const known = useStore(services.sessions, (state) => state.byId);
  const folders = recentFolders(Object.values(known), RECENT);
  const folderNamed = folderNames(folders);
  const { kimi, refresh } = useAgents();
  const [chosen, setAgent] = useState<AgentInfo['id'] | null>(null);
  // Who works in shells while there is no Kimi wants another one of those; who has nothing yet is told what is missing.
  const agent = chosen ?? (kimi?.found === false && lastAgent(Object.values(known)) === 'shell' ? 'shell' : 'kimi');
  const [cwd, setCwd] = useState(proposed?.cwd ?? folders[0] ?? '');
  const [name, setName] = useState<string | null>(proposed?.name ?? null);
  const [prompt, setPrompt] = useState('');
  const environment = useEnvironment();
  const { rows } = environment;
  const { busy, error, create, forgetError } = useCreateSession();
  const created = useRef(false);
  const form = useRef<HTMLFormElement>(null);

  const folder = cwd.trim();
  const suggested = nameIn(folder, t('window.new.name.home'), Object.values(known));
  const kimiMissing = agent === 'kimi' && kimi !== null && !kimi.found;

  // What the engine said goes with what was asked; a changed question has no answer yet.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the listed values are the question
  useEffect(forgetError, [agent, cwd, name, prompt, rows, forgetError]);

  const start = async () => {
    const env = environment.take();
    if (env === null) {
      form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
      return;
    }
    created.current = await create({ name: name ?? suggested, agent, folder, prompt, env });
    if (created.current) onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy && !kimiMissing) void start();
  };

  return (
    <DialogFrame
      title={t('window.new.title')}
      about={t(proposed === undefined ? 'window.new.about' : 'window.new.proposed')}
      onClose={onClose}
      onOpenFocus={(event) => {
        event.preventDefault();
        form.current?.querySelector<HTMLElement>('[data-first]')?.focus();
      }}
      onCloseFocus={(event) => {
        if (!created.current) return;
        event.preventDefault();
        services.focusStage();
      }}
    >
      <form ref={form} onSubmit={submit} className="mt-4 flex flex-col gap-3">
        <fieldset className="grid grid-cols-2 gap-2">
          <legend className="mb-1 text-ink-2 text-sm">{t('window.new.agent')}</legend>
          {AGENT_IDS.map((id) => (
            <label
              key={id}
              className="flex items-start gap-2 rounded border border-line px-3 py-2 has-checked:border-accent has-checked:bg-selected has-focus-visible:outline-2 has-focus-visible:outline-focus"
            >
              <input
                type="radio"
                name="agent"
                value={id}
                checked={agent === id}
                onChange={() => setAgent(id)}
                className="mt-0.5 accent-accent outline-none"
              />
              <span>
                <span className="block font-semibold">{t(`window.agent.${id}`)}</span>
                <span className="block text-ink-2 text-sm">{t(`window.new.agent.${id}`)}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {kimiMissing ? <KimiMissing kimi={kimi} onAgain={refresh} onInstalling={onClose} /> : null}
        <Field id={`${ids}folder`} label={t('window.new.folder')} hint={t('window.new.folder.hint')}>
          <input
            id={`${ids}folder`}
            aria-describedby={`${ids}folder-hint`}
            data-first
            className={`${INPUT} font-mono`}
            value={cwd}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setCwd(event.target.value)}
            onFocus={(event) => event.target.select()}
          />
          {folders.length < 2 ? null : (
            <fieldset aria-label={t('window.new.folder.recent')} className="flex flex-wrap gap-1">
              {folders.map((path) => (
                <Button
                  key={path}
                  size="small"
                  title={path}
                  aria-pressed={path === folder}
                  onClick={() => setCwd(path)}
                  className="max-w-full aria-pressed:border-accent aria-pressed:bg-selected"
                >
                  <span className="truncate">{folderNamed.get(path)}</span>
                </Button>
              ))}
            </fieldset>
          )}
        </Field>
        <Field id={`${ids}name`} label={t('window.new.name')}>
          <input
            id={`${ids}name`}
            className={INPUT}
            value={name ?? suggested}
            maxLength={100}
            autoComplete="off"
            onChange={(event) => setName(event.target.value === '' ? null : event.target.value)}
          />
        </Field>
        {agent === 'kimi' ? (
          <Field id={`${ids}prompt`} label={t('window.new.prompt')} hint={t('window.new.prompt.hint')}>
            <textarea
              id={`${ids}prompt`}
              aria-describedby={`${ids}prompt-hint`}
              className={`${INPUT} h-16 resize-y py-1`}
              value={prompt}
              onChange={(event) => setPrompt(event.target.value)}
            />
          </Field>
        ) : null}
        <EnvironmentPart {...environment} />
        {error === null ? null : (
          <div ref={(notice) => notice?.scrollIntoView({ block: 'nearest' })} className="scroll-mb-14">
            <ErrorNotice error={error} />
          </div>
        )}
        <div className="sticky -bottom-4 -mx-4 -mb-4 flex justify-end gap-2 bg-raised px-4 pt-1 pb-4">
          <Button onClick={onClose}>{t('window.cancel')}</Button>
          <Button type="submit" look="primary" disabled={busy || kimiMissing}>
            {t(busy ? 'window.new.creating' : 'window.new.create')}
          </Button>
        </div>
      </form>
    </DialogFrame>
  );
}
