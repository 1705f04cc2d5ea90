import stringWidth from 'string-width';
import type { z } from 'zod';
import type { AgentInfo, DoctorCheck, SessionInfo, SessionStateName, SystemStatus } from '#shared/contract/index.ts';
import { withoutTexts } from '#shared/degradation.ts';
import { wordsOf } from '#shared/messages/fill.ts';
import { findingText } from '#shared/messages/finding-text.ts';
import { listText } from '#shared/messages/list.ts';
import { errorCodeOf } from '#shared/messages/said.ts';
import { worstFirst } from '#shared/worst-first.ts';
import { age } from './age.ts';
import type { Texts } from './language.ts';
import { statusText } from './status-view.ts';
import type { Format, Style } from './style.ts';
import { oneLine, pairs, table } from './table.ts';

/** How a result is to be shown. */
export interface Look {
  readonly texts: Texts;
  readonly style: Style;
  readonly now: number;
  /** Cells of a line; undefined when a program reads. */
  readonly width: number | undefined;
}

const STATE_COLOURS: Readonly<Record<SessionStateName, Format>> = {
  starting: 'dim',
  trust: 'yellow',
  idle: 'dim',
  working: 'blue',
  waiting: 'yellow',
  finished: 'green',
  failed: 'red',
  exited: 'dim',
};

/** Sessions as a table: the ones that want the person's attention stand out. */
export function sessionsView(sessions: readonly SessionInfo[], { texts, style, now, width }: Look): string {
  const { t } = texts;
  if (sessions.length === 0) return t('cli.session.none');
  const anyTags = sessions.some(({ tags }) => tags.length > 0);
  const rows = sessions.map((session) => [
    session.name,
    t(`cli.state.${session.state}`),
    age(session.stateInfo.since, now, texts),
    session.agent,
    session.cwd,
    ...(anyTags ? [tagList(session.tags, texts)] : []),
    detailOf(session, texts) ?? '',
    session.id,
  ]);
  const columns = [
    { title: t('cli.column.name'), paint: (cell: string) => style.paint('bold', cell) },
    {
      title: t('cli.column.state'),
      paint: (cell: string, row: number) => style.paint(STATE_COLOURS[sessions[row]?.state ?? 'idle'], cell),
    },
    { title: t('cli.column.age'), align: 'right' as const },
    { title: t('cli.column.agent') },
    { title: t('cli.column.folder'), shrinks: 'start' as const },
    ...(anyTags ? [{ title: t('cli.column.tags'), shrinks: 'end' as const }] : []),
    { title: t('cli.column.detail'), shrinks: 'end' as const },
    { title: t('cli.column.id'), paint: (cell: string) => style.paint('dim', cell) },
  ];
  // The detail gives way before the folder does.
  return table(columns, rows, width);
}

/** Tags as a person reads them. */
export function tagList(tags: readonly string[], { language }: Texts): string {
  return listText(tags.map(oneLine), language);
}

/** One session's state in a line. */
export function stateView(session: SessionInfo, { texts, style }: Look): string {
  const said = style.paint(STATE_COLOURS[session.state], texts.t(`cli.state.${session.state}`));
  return `${style.paint('bold', oneLine(session.name))}  ${withDetail(said, session, texts)}${codeOf(session, style)}`;
}

/** One session with the evidence of its state and its terminals. */
export function sessionView(session: SessionInfo, look: Look): string {
  const { texts, style, now } = look;
  const { t } = texts;
  const { stateInfo } = session;
  const state = style.paint(STATE_COLOURS[session.state], t(`cli.state.${session.state}`));
  const facts: (readonly [string, string])[] = [
    [t('cli.column.name'), style.paint('bold', oneLine(session.name))],
    [t('cli.column.id'), session.id],
    [t('cli.column.state'), `${withDetail(`${state}, ${age(stateInfo.since, now, texts)}`, session, texts)}${codeOf(session, style)}`],
    [t('cli.column.agent'), session.agentSession === undefined ? session.agent : `${session.agent} (${session.agentSession})`],
    [t('cli.column.folder'), oneLine(session.cwd)],
    [t('cli.column.lifecycle'), t(`cli.lifecycle.${session.lifecycle}`)],
    ...(session.group === undefined ? [] : [[t('cli.column.group'), oneLine(session.group)] as const]),
    ...(session.tags.length === 0 ? [] : [[t('cli.column.tags'), tagList(session.tags, texts)] as const]),
    ...(session.pinned ? [[t('cli.column.pinned'), t('cli.yes')] as const] : []),
    ...(session.guarded ? [[t('cli.column.guarded'), t('cli.yes')] as const] : []),
  ];
  const evidence = stateInfo.evidence.map(({ source, says, said, at }) => [
    t(`cli.evidence.${source}`),
    age(at, now, texts),
    oneLine(wordsOf(says, said, texts)),
  ]);
  const terminals = session.terminals.map((terminal) => [
    terminal.id,
    t('cli.terminal.bytes', { from: terminal.firstAvailable, to: terminal.end }),
    `${terminal.cols}x${terminal.rows}`,
    terminalEnd(terminal, look),
  ]);
  const section = (title: string, rows: readonly (readonly string[])[]) =>
    rows.length === 0 ? [] : ['', style.paint('bold', title), indent(columns(rows))];
  return [pairs(facts), ...section(t('cli.section.evidence'), evidence), ...section(t('cli.section.terminals'), terminals)].join('\n');
}

/** What runs. */
export function statusView(status: SystemStatus, { texts, now }: Look): string {
  return statusText(status, texts, now, stringWidth);
}

/** Findings of the doctor, one a line and problems first, and below one of a part that is missing what that means. */
export function doctorView(checks: readonly z.infer<typeof DoctorCheck>[], { texts, style }: Look): string {
  const marks = {
    ok: style.paint('green', texts.t('cli.doctor.ok')),
    warning: style.paint('yellow', texts.t('cli.doctor.warning')),
    failed: style.paint('red', texts.t('cli.doctor.failed')),
  };
  return pairs(
    worstFirst(checks).flatMap((check) => [
      [marks[check.ok], oneLine(findingText(check, texts))] as const,
      ...withoutTexts(check, texts.t).map((line) => ['', style.paint('dim', line)] as const),
      ...remedyTexts(check, texts).map((line) => ['', style.paint('dim', oneLine(line))] as const),
    ]),
  );
}

/** What a repair would do, and how it is asked for. */
function remedyTexts({ id, remedy }: z.infer<typeof DoctorCheck>, { t, lookUp }: Texts): readonly string[] {
  return remedy === undefined ? [] : [t('cli.doctor.remedy', { id, what: lookUp(remedy.message, remedy.values) })];
}

/** Agents of this machine. */
export function agentsView(agents: readonly AgentInfo[], { texts, style }: Look): string {
  const { t } = texts;
  return pairs(
    agents.map((agent) => {
      const problem = agent.problem === undefined ? t('cli.agent.missing') : wordsOf(agent.problem, agent.problemSaid, texts);
      if (!agent.found) return [agent.id, style.paint('yellow', oneLine(problem))];
      return [agent.id, oneLine([agent.version, agent.generation, agent.path].filter((part) => part !== undefined).join('  '))];
    }),
  );
}

/** Nested values as dotted names: settings, and results that have no view of their own. */
export function valuesView(value: unknown): string {
  return pairs(dotted(value, ''));
}

function dotted(value: unknown, name: string): readonly (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null) return [[name, oneLine(String(value))]];
  return Object.entries(value).flatMap(([key, below]) => dotted(below, name === '' ? key : `${name}.${key}`));
}

/** What is said of a session's state, with the detail behind it where there is one. */
function withDetail(state: string, session: SessionInfo, texts: Texts): string {
  const detail = detailOf(session, texts);
  return detail === undefined ? state : texts.t('cli.session.state', { state, detail: oneLine(detail) });
}

/** A state's detail: a quotation, or the app's own words in the person's language. */
function detailOf({ stateInfo }: SessionInfo, texts: Texts): string | undefined {
  return stateInfo.detail === undefined ? undefined : wordsOf(stateInfo.detail, stateInfo.said, texts);
}

/** What to look a failure up by, as errors of commands have it. */
function codeOf({ stateInfo }: SessionInfo, style: Style): string {
  const code = errorCodeOf(stateInfo.said);
  return code === undefined ? '' : ` ${style.paint('dim', `(${code})`)}`;
}

function terminalEnd(terminal: SessionInfo['terminals'][number], { texts, now }: Look): string {
  const { t } = texts;
  const { exit, lostHolder } = terminal;
  if (lostHolder !== undefined) return t(`cli.terminal.lost.${lostHolder}`, { pid: terminal.pid });
  if (exit === undefined) return terminal.pid === undefined ? '' : t('cli.terminal.runs', { pid: terminal.pid });
  if (exit.asked === true) return t('cli.terminal.stopped', { age: age(exit.at, now, texts) });
  return t('cli.terminal.ended', { how: exit.signal ?? exit.code ?? '?', age: age(exit.at, now, texts) });
}

function columns(rows: readonly (readonly string[])[]): string {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const untitled = Array.from({ length: count }, () => ({ title: '' }));
  return table(untitled, rows).split('\n').slice(1).join('\n');
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
