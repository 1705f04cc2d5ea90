import type { DoNotDisturb, SessionInfo } from '#shared/contract/index.ts';
import type { SessionId } from '#shared/ids.ts';
import type { Texts } from '#shared/messages/texts.ts';
import { plannedText } from '#shared/messages/time.ts';
import { detailText } from '#shared/notifications/notification-text.ts';
import { needOf } from '#shared/session-need.ts';

/** What the icon says at a glance. */
export const TRAY_STATES = ['idle', 'working', 'needs-you', 'failed'] as const;
export type TrayState = (typeof TRAY_STATES)[number];

/** For how long do not disturb is turned on, minutes; null: until it is turned off. */
export const QUIET_CHOICES = [
  { key: 'hour', minutes: 60 },
  { key: 'evening', minutes: 480 },
  { key: 'always', minutes: null },
] as const;

export type TrayCommand =
  | { readonly kind: 'open' }
  | { readonly kind: 'open-session'; readonly session: SessionId }
  | { readonly kind: 'new-session' }
  | { readonly kind: 'quiet'; readonly on: boolean; readonly minutes: number | null }
  | { readonly kind: 'quit' };

export type TrayItem =
  | { readonly kind: 'separator' }
  /** A line that only says something. */
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'command'; readonly text: string; readonly command: TrayCommand; readonly checked?: boolean }
  | { readonly kind: 'submenu'; readonly text: string; readonly items: readonly TrayItem[] };

export interface TrayModel {
  readonly state: TrayState;
  readonly tooltip: string;
  readonly menu: readonly TrayItem[];
}

export interface TrayFacts {
  /** False while no engine has said how things are. */
  readonly known: boolean;
  readonly sessions: readonly SessionInfo[];
  readonly doNotDisturb: DoNotDisturb;
  /** Lines about what else runs (jobs) and about updates, each with its heading; they stand behind the sessions. */
  readonly more: readonly (readonly TrayItem[])[];
  readonly texts: Texts;
}

/** Sessions that need the person are all worth a line until the menu is longer than a screen; of the others the latest say enough. */
const MOST = { needs: 12, working: 6, recent: 5 };
/** Characters of a line: what comes after is in the window. */
const LONGEST_LINE = 70;

/** The tray as it has to be for what the engine says. Pure. */
export function trayModel(facts: TrayFacts): TrayModel {
  const { known, texts } = facts;
  const sessions = facts.sessions.filter(({ lifecycle }) => lifecycle !== 'archived');
  const needs = oldestFirst(sessions.filter((session) => needOf(session) === 'needs-you'));
  const working = oldestFirst(sessions.filter((session) => needOf(session) === 'working'));
  const recent = oldestFirst(sessions.filter(isResult)).reverse();
  const asking = needs.filter(({ state }) => state !== 'failed');
  const state = asking.length > 0 ? 'needs-you' : needs.length > 0 ? 'failed' : working.length > 0 ? 'working' : 'idle';
  const sections = [
    section('needs-you', needs, MOST.needs, texts),
    section('working', working, MOST.working, texts),
    section('recent', recent, MOST.recent, texts),
    ...facts.more,
    [
      { kind: 'command', text: texts.t('tray.new-session'), command: { kind: 'new-session' } },
      quietMenu(facts.doNotDisturb, texts),
    ] satisfies TrayItem[],
    [
      { kind: 'command', text: texts.t('tray.open'), command: { kind: 'open' } },
      { kind: 'command', text: texts.t('tray.quit'), command: { kind: 'quit' } },
    ] satisfies TrayItem[],
  ].filter((items) => items.length > 0);
  return {
    state,
    tooltip: `Kimi Shell: ${known ? summary(asking.length, needs.length - asking.length, working.length, texts) : texts.t('tray.no-engine')}`,
    menu: sections.flatMap((items, index) => (index === 0 ? items : [{ kind: 'separator' } as const, ...items])),
  };
}

function isResult(session: SessionInfo): boolean {
  const ended = session.state === 'finished' || session.state === 'exited' || session.state === 'failed';
  return ended && needOf(session) !== 'needs-you';
}

/** Who waits longest comes first; of the same age the one with the smaller id, so that nothing jumps. */
function oldestFirst(sessions: readonly SessionInfo[]): SessionInfo[] {
  return [...sessions].sort((a, b) => a.stateInfo.since - b.stateInfo.since || (a.id < b.id ? -1 : 1));
}

function section(
  name: 'needs-you' | 'working' | 'recent',
  sessions: readonly SessionInfo[],
  most: number,
  texts: Texts,
): readonly TrayItem[] {
  if (sessions.length === 0) return [];
  const lines = sessions.slice(0, most).map((session) => sessionLine(session, texts));
  const left = sessions.length - lines.length;
  // Results that are older are history, and are not counted.
  const more: TrayItem[] =
    left === 0 || name === 'recent' ? [] : [{ kind: 'command', text: texts.t('tray.more', { count: left }), command: { kind: 'open' } }];
  return [{ kind: 'heading', text: texts.t(`tray.heading.${name}`) }, ...lines, ...more];
}

function sessionLine({ id, name, stateInfo }: SessionInfo, texts: Texts): TrayItem {
  const detail = detailText(stateInfo, texts);
  const line = detail === '' ? plain(name) : texts.t('tray.detail', { name: plain(name), detail: plain(detail) });
  return { kind: 'command', text: cut(line), command: { kind: 'open-session', session: id } };
}

function quietMenu({ on, until }: DoNotDisturb, { t, language }: Texts): TrayItem {
  const choice = (key: 'hour' | 'evening' | 'always', minutes: number | null): TrayItem => ({
    kind: 'command',
    text: t(`tray.do-not-disturb.${key}`),
    command: { kind: 'quiet', on: true, minutes },
    ...(key === 'always' ? { checked: on && until === null } : {}),
  });
  const time = until === null ? null : plannedText(until, language);
  return {
    kind: 'submenu',
    text: t('tray.do-not-disturb'),
    items: [
      ...(on && time !== null ? ([{ kind: 'heading', text: t('tray.do-not-disturb.until', { time }) }] as const) : []),
      { kind: 'command', text: t('tray.do-not-disturb.off'), command: { kind: 'quiet', on: false, minutes: null }, checked: !on },
      ...QUIET_CHOICES.map(({ key, minutes }) => choice(key, minutes)),
    ],
  };
}

function summary(asking: number, failed: number, working: number, { t }: Texts): string {
  const parts = [
    ...(asking > 0 ? [t('tray.needs-you', { count: asking })] : []),
    ...(failed > 0 ? [t('tray.failed', { count: failed })] : []),
    ...(working > 0 ? [t('tray.working', { count: working })] : []),
  ];
  return parts.length === 0 ? t('tray.idle') : parts.join(' · ');
}

/** Names and details come from programs: one line, nothing that moves or turns text. */
function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\p{Cc}\p{Cf}]/gu, '');
}

function cut(line: string): string {
  const characters = [...line];
  return characters.length <= LONGEST_LINE ? line : `${characters.slice(0, LONGEST_LINE - 1).join('')}…`;
}
