import type { EngineEvent, SessionInfo } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { timeOfDayText } from '#shared/messages/time.ts';
import { isListed, type SessionFilter } from '#shared/session-filter.ts';
import type { CommandContext, Outcome } from '../context.ts';
import { followEngine } from '../engine/event-feed.ts';
import { EXIT } from '../exit-codes.ts';
import { Reader } from '../output/reader.ts';
import { sessionsView, stateView } from '../output/views.ts';
import type { Behaviour, Call } from './behaviour.ts';
import { lookOf } from './look.ts';

export const LIST: Behaviour = {
  options: [
    { flags: '--follow', description: 'go on with every change, until you stop it; with --json one event a line' },
    { flags: '--after <seq>', description: 'with --follow: go on after the event of this number, with nothing lost in between' },
  ],
  run: list,
};

async function list(call: Call, context: CommandContext): Promise<Outcome> {
  const { after, follow } = call.extra;
  if (after !== undefined && follow !== true) {
    throw new KimiError('INVALID_INPUT', { field: '--after', reason: '--after goes with --follow' });
  }
  if (follow === true) return followList(call.input as SessionFilter, positionOf(after), context);
  const { call: ask } = await context.engine();
  const value = (await ask(call.spec.procedure, call.input)) as SessionInfo[];
  return { kind: 'result', value, text: sessionsView(value, lookOf(context)) };
}

/** @throws KimiError INVALID_INPUT */
function positionOf(after: unknown): number | null {
  if (after === undefined) return null;
  const seq = typeof after === 'string' && /^\d+$/.test(after) ? Number(after) : Number.NaN;
  if (!Number.isSafeInteger(seq)) throw new KimiError('INVALID_INPUT', { field: '--after', reason: 'a whole number is expected' });
  return seq;
}

/** The sessions, then a line for every change: of an engine that goes and comes back nothing is missed. */
async function followList(wanted: SessionFilter, after: number | null, context: CommandContext): Promise<Outcome> {
  const { io, json, door, texts } = context;
  // Started like for any other command; after that an engine that somebody ends stays ended.
  await context.engine();
  const stdout = new Reader(io.stdout);
  const end = new AbortController();
  const leave = stdout.left.then(() => end.abort());
  const following = followEngine({
    door,
    after,
    signal: end.signal,
    onLost: () => io.stderr.write(`${texts.t('cli.follow.lost')}\n`),
    apply: async (event) => {
      const text = json ? JSON.stringify(event) : lineOf(event, wanted, context);
      if (text !== null) await stdout.write(`${text}\n`);
    },
  });
  try {
    await Promise.race([following, leave]);
  } finally {
    end.abort();
  }
  await following;
  return { kind: 'done', exit: EXIT.done };
}

/** An event for a person; null when it says nothing to one. */
function lineOf(event: EngineEvent, wanted: SessionFilter, context: CommandContext): string | null {
  const { texts, style, io } = context;
  const { t } = texts;
  const at = style.paint('dim', timeOfDayText(io.now(), texts.language));
  const shown = (session: SessionInfo) => isListed(session, wanted);
  switch (event.type) {
    case 'snapshot':
      return sessionsView(event.sessions.filter(shown), lookOf(context));
    case 'session.changed':
      return shown(event.session) ? `${at}  ${stateView(event.session, lookOf(context))}` : null;
    case 'session.removed':
      return `${at}  ${t('cli.follow.removed', { id: event.id })}`;
    case 'notice':
      if (event.window !== undefined) return null;
      // The engine names a key of the same catalogue; an unknown one is shown as it is.
      return `${at}  ${texts.lookUp(event.message, event.values)}`;
    case 'reset':
      return `${at}  ${t('cli.follow.reset')}`;
    case 'heartbeat':
    case 'window.focus':
    case 'notification.shown':
    case 'notification.removed':
    case 'doNotDisturb.changed':
    case 'progress.changed':
    case 'window.propose':
    case 'window.act':
    case 'settings.changed':
      return null;
  }
}
