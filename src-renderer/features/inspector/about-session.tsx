import type { ReactNode } from 'react';
import type { SessionInfo } from '#shared/contract/index.ts';
import { wordsOf } from '#shared/messages/fill.ts';
import { timeText } from '#shared/messages/time.ts';
import { Age } from '../../components/age.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { formatBytes } from '../../i18n/format.ts';
import { useLanguage, useReader, useText } from '../../i18n/use-text.ts';
import { stateDetail } from '../sessions/session-facts.ts';
import { useTerminalFacts } from './use-terminal-facts.ts';

/** Why a session is in its state, and what it is. */
export default function AboutSession({ session }: { readonly session: SessionInfo }) {
  const t = useText();
  const reader = useReader();
  const language = useLanguage();
  const { stateInfo } = session;
  const terminal = useTerminalFacts(session);
  const detail = stateDetail(session, reader);
  return (
    <>
      <Part title={t('window.inspector.state')}>
        <p className="flex items-center gap-2">
          <StateMark state={session.state} />
          <span className="flex-1 font-semibold">{t(`window.state.${session.state}`)}</span>
          <Age since={stateInfo.since} />
        </p>
        {detail === undefined ? null : (
          <p className="mt-1 select-text whitespace-pre-wrap break-words rounded border border-line bg-surface px-2 py-1 font-mono text-sm">
            {detail}
          </p>
        )}
      </Part>
      <Part title={t('window.inspector.evidence')}>
        {stateInfo.evidence.length === 0 ? <p className="text-ink-2">{t('window.inspector.evidence.none')}</p> : null}
        <ul className="flex flex-col gap-1.5">
          {stateInfo.evidence.map((evidence) => (
            <li key={`${evidence.source} ${evidence.at} ${evidence.says}`}>
              <p className="flex gap-2 text-ink-2 text-xs">
                <span className="flex-1">{t(`window.source.${evidence.source}`)}</span>
                <Age since={evidence.at} />
              </p>
              <p className="select-text break-words">{wordsOf(evidence.says, evidence.said, reader)}</p>
            </li>
          ))}
        </ul>
      </Part>
      <Part title={t('window.inspector.session')}>
        <dl className="flex flex-col gap-1.5">
          <Fact name={t('window.inspector.agent')}>{t(`window.agent.${session.agent}`)}</Fact>
          <Fact name={t('window.inspector.folder')} mono>
            {session.cwd}
          </Fact>
          {session.agentSession === undefined ? null : (
            <Fact name={t('window.inspector.agent-session')} mono>
              {session.agentSession}
            </Fact>
          )}
          {session.guarded ? <Fact name={t('window.inspector.app-closed')}>{t('window.inspector.guarded')}</Fact> : null}
          <Fact name={t('window.inspector.created')}>{timeText(session.createdAt, language)}</Fact>
        </dl>
      </Part>
      {terminal === null ? null : (
        <Part title={t('window.inspector.terminal')}>
          <dl className="flex flex-col gap-1.5">
            <Fact name={t('window.inspector.output')}>{formatBytes(terminal.end, language)}</Fact>
            <Fact name={t('window.inspector.kept')}>{formatBytes(terminal.end - terminal.firstAvailable, language)}</Fact>
            <Fact name={t('window.inspector.size')}>{`${terminal.cols} × ${terminal.rows}`}</Fact>
            {terminal.pid === undefined ? null : <Fact name={t('window.inspector.process')}>{String(terminal.pid)}</Fact>}
          </dl>
        </Part>
      )}
    </>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="border-line border-t px-3 py-2.5">
      <h3 className="mb-1.5 text-ink-3 text-xs">{title}</h3>
      {children}
    </section>
  );
}

function Fact({ name, mono = false, children }: { readonly name: string; readonly mono?: boolean; readonly children: string }) {
  return (
    <div className="flex gap-3">
      <dt className="w-20 shrink-0 text-ink-2">{name}</dt>
      <dd className={`min-w-0 flex-1 select-text break-words ${mono ? 'break-all font-mono text-sm' : ''}`}>{children}</dd>
    </div>
  );
}
