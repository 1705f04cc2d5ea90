import type { SessionInfo } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { SessionFilter } from '#shared/session-filter.ts';
import type { CommandContext, Outcome } from '../context.ts';
import { followEngine } from '../engine/event-feed.ts';
import { EXIT } from '../exit-codes.ts';
import { ChangeLines } from '../output/change-lines.ts';
import { Reader } from '../output/reader.ts';
import { sessionsView } from '../output/views.ts';
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
  const lines = new ChangeLines(wanted, () => lookOf(context));
  const leave = stdout.left.then(() => end.abort());
  const following = followEngine({
    door,
    after,
    signal: end.signal,
    onLost: () => io.stderr.write(`${texts.t('cli.follow.lost')}\n`),
    apply: async (event) => {
      const text = json ? JSON.stringify(event) : lines.lineOf(event);
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
