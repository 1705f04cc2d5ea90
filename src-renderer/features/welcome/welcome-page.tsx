import { Check } from 'lucide-react';
import { type FormEvent, type ReactNode, use, useEffect, useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useServices } from '../../app/services.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Field, INPUT } from '../../components/field.tsx';
import { laterTexts } from '../../i18n/create-i18n.ts';
import { useLanguage, useText } from '../../i18n/use-text.ts';
import { KimiMissing } from '../agents/kimi-missing.tsx';
import { useAgents } from '../agents/use-agents.ts';
import { nameIn, recentFolders } from '../sessions/grouping.ts';
import { useCreateSession } from '../sessions/use-create-session.ts';

const EXAMPLES = ['explain', 'test', 'review'] as const;

/** From nothing to a working agent, on one page: the program, the folder, the first message. */
export default function WelcomePage() {
  const services = useServices();
  use(laterTexts(services.texts, useLanguage()));
  const t = useText();
  const ids = useId();
  const known = useStore(services.sessions, (state) => state.byId);
  const { kimi, refresh } = useAgents();
  const [folder, setFolder] = useState(() => services.firstRun.draft.folder || (recentFolders(Object.values(known), 1)[0] ?? ''));
  const [prompt, setPrompt] = useState(services.firstRun.draft.prompt);
  useEffect(() => {
    services.firstRun.draft = { folder, prompt };
  }, [services, folder, prompt]);
  const { busy, error, create, forgetError } = useCreateSession();
  const first = useRef<HTMLInputElement>(null);
  const found = kimi?.found === true;

  useEffect(() => first.current?.focus(), []);
  // What the engine said goes with what was asked.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the listed values are the question
  useEffect(forgetError, [folder, prompt, forgetError]);

  const start = async (agent: 'kimi' | 'shell') => {
    const cwd = folder.trim();
    const name = nameIn(cwd, t('window.new.name.home'), Object.values(known));
    if (!(await create({ name, agent, folder: cwd, prompt }))) return;
    // A shell takes no message: it stays for Kimi.
    if (agent === 'kimi') services.firstRun.draft = { folder: '', prompt: '' };
    services.firstRun.done();
  };
  const folderWrong = error !== null && (error.code.startsWith('FOLDER_') || error.context.field === 'cwd');
  useEffect(() => {
    if (folderWrong) first.current?.focus();
  }, [folderWrong]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) void start(found ? 'kimi' : 'shell');
  };

  return (
    <main aria-label={t('window.place.welcome')} className="min-w-0 flex-1 overflow-y-auto bg-surface p-6">
      <form onSubmit={submit} className="mx-auto flex max-w-xl flex-col gap-6">
        <div>
          <h2 className="font-semibold text-lg">{t('window.stage.first.title')}</h2>
          <p className="mt-1 text-ink-2">{t('window.stage.first.body')}</p>
        </div>
        <ol className="flex flex-col gap-6">
          <Step number={1} done={found} title={t('window.welcome.kimi')}>
            {kimi === null ? <p className="appear-late text-ink-3">{t('window.welcome.kimi.looking')}</p> : null}
            {found ? (
              <p className="text-ink-2">
                {t('window.welcome.kimi.found', { version: kimi.version ?? '' })}{' '}
                <span className="break-all font-mono text-ink-3 text-xs">{kimi.path}</span>
              </p>
            ) : null}
            {kimi === null || found ? null : (
              <KimiMissing kimi={kimi} onAgain={refresh} onInstalling={(session) => services.firstRun.comeBackAfter(session)} />
            )}
          </Step>
          <Step number={2} done={false} title={t('window.welcome.folder')}>
            <Field id={`${ids}folder`} label={t('window.new.folder')} hint={t('window.welcome.folder.hint')}>
              <input
                ref={first}
                id={`${ids}folder`}
                aria-describedby={`${ids}folder-hint`}
                aria-invalid={folderWrong}
                className={`${INPUT} font-mono`}
                value={folder}
                spellCheck={false}
                autoComplete="off"
                onChange={(event) => setFolder(event.target.value)}
              />
            </Field>
            {folderWrong ? (
              <div className="mt-2">
                <ErrorNotice error={error} />
              </div>
            ) : null}
          </Step>
          <Step number={3} done={false} title={t('window.welcome.prompt')}>
            <Field id={`${ids}prompt`} label={t('window.new.prompt')} hint={t('window.welcome.prompt.hint')}>
              <textarea
                id={`${ids}prompt`}
                aria-describedby={`${ids}prompt-hint`}
                className={`${INPUT} h-16 resize-y py-1`}
                value={prompt}
                onChange={(event) => setPrompt(event.target.value)}
              />
            </Field>
            <fieldset aria-label={t('window.welcome.examples')} className="mt-2 flex min-w-0 flex-wrap gap-1">
              {EXAMPLES.map((example) => (
                <Button key={example} size="small" onClick={() => setPrompt(t(`window.welcome.example.${example}`))}>
                  {t(`window.welcome.example.${example}`)}
                </Button>
              ))}
            </fieldset>
          </Step>
        </ol>
        {error === null || folderWrong ? null : <ErrorNotice error={error} />}
        <div className="flex flex-wrap items-center gap-2">
          <Button type="submit" look={kimi?.found === false ? 'plain' : 'primary'} disabled={busy || kimi === null}>
            {t(busy ? 'window.new.creating' : found || kimi === null ? 'window.welcome.start' : 'window.welcome.start.shell')}
          </Button>
          <Button look="quiet" onClick={() => services.firstRun.done()}>
            {t('window.welcome.skip')}
          </Button>
        </div>
        <p className="text-ink-3 text-sm">{t('window.welcome.again', { action: t('window.action.welcome') })}</p>
      </form>
    </main>
  );
}

interface StepProps {
  readonly number: number;
  readonly done: boolean;
  readonly title: string;
  readonly children: ReactNode;
}

function Step({ number, done, title, children }: StepProps) {
  return (
    <li className="flex gap-3">
      <span
        aria-hidden="true"
        className={`flex size-6 shrink-0 items-center justify-center rounded-full border text-sm ${done ? 'border-done text-done' : 'border-line-strong text-ink-2'}`}
      >
        {done ? <Check size={14} strokeWidth={2} /> : number}
      </span>
      <div className="min-w-0 flex-1">
        <h3 className="mb-1 font-semibold leading-6">{title}</h3>
        {children}
      </div>
    </li>
  );
}
