import { resolve } from 'node:path';
import type { SecretStatus, SessionInfo } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { listText } from '#shared/messages/list.ts';
import { referredName } from '#shared/secret-reference.ts';
import { settlesWithin } from '#shared/settles-within.ts';
import type { CommandContext, Outcome } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { say } from '../io.ts';
import { oneLine } from '../output/table.ts';
import { sessionView, tagList } from '../output/views.ts';
import { attach } from './attach.ts';
import type { Behaviour, Call } from './behaviour.ts';
import { bytesOfStdin } from './given-bytes.ts';
import { LIST } from './list.ts';
import { lookOf, terminalSize } from './look.ts';
import { statusView } from './secrets.ts';

/** A start that has not answered by then may wait for a secret. */
const SOON_MS = 1000;

/** What the session commands do besides calling their procedure. */
export const SESSION_COMMANDS: Readonly<Record<string, Behaviour>> = {
  'session create': {
    complete: (input, context) => {
      const size = terminalSize(context);
      const { io } = context;
      const cwd = resolve(io.cwd, typeof input.cwd === 'string' ? input.cwd : '.');
      return { ...(size === undefined ? {} : { size }), ...input, cwd };
    },
    run: start,
  },
  'session restart': {
    complete: (input, context) => {
      const size = terminalSize(context);
      return { ...(size === undefined ? {} : { size }), ...input };
    },
    run: start,
  },
  'session list': LIST,
  'session propose': {
    complete: (input, { io }) => ({ ...input, cwd: resolve(io.cwd, typeof input.cwd === 'string' ? input.cwd : '.') }),
    run: propose,
  },
  'session show': { view: (value, context) => sessionView(value as SessionInfo, lookOf(context)) },
  'session rename': { view: (value, { texts }) => texts.t('cli.session.renamed', { name: oneLine((value as SessionInfo).name) }) },
  'session delete': { view: (value, { texts }) => texts.t('cli.session.deleted', { name: oneLine((value as { name: string }).name) }) },
  'session pin': says('cli.session.pinned'),
  'session unpin': says('cli.session.unpinned'),
  'session guard': says('cli.session.guarded'),
  'session unguard': says('cli.session.unguarded'),
  'session tag': { view: tagged },
  'session untag': { view: tagged },
  'session group': { view: grouped },
  'session move': says('cli.session.moved'),
  'session mark': {
    view: (value, { texts }) => {
      const { name, unseen } = value as SessionInfo;
      return texts.t(unseen ? 'cli.session.unread' : 'cli.session.read', { name: oneLine(name) });
    },
  },
  'group rename': {
    view: (value, { texts }) => {
      const { group, sessions } = value as { group: string; sessions: number };
      return texts.t('cli.group-renamed', { group: oneLine(group), count: sessions });
    },
  },
  'session send': { run: send },
  'session stop': { run: stop },
  'session switch': { run: switchTo },
};

/** A command of which there is nothing more to say than that it is done. */
function says(
  text: 'cli.session.pinned' | 'cli.session.unpinned' | 'cli.session.guarded' | 'cli.session.unguarded' | 'cli.session.moved',
): Behaviour {
  return { view: (value, { texts }) => texts.t(text, { name: oneLine((value as SessionInfo).name) }) };
}

function tagged(value: unknown, { texts }: CommandContext): string {
  const { name, tags } = value as SessionInfo;
  return texts.t(tags.length === 0 ? 'cli.session.no-tags' : 'cli.session.tags', { name: oneLine(name), tags: tagList(tags, texts) });
}

function grouped(value: unknown, { texts }: CommandContext): string {
  const { name, group = '' } = value as SessionInfo;
  return texts.t(group === '' ? 'cli.session.no-group' : 'cli.session.group', { name: oneLine(name), group: oneLine(group) });
}

async function start({ spec, input }: Call, context: CommandContext): Promise<Outcome> {
  const { call } = await context.engine();
  const { env = {} } = input as { readonly env?: Readonly<Record<string, string>> };
  const refers = Object.values(env).some((value) => referredName(value) !== null);
  if (refers) await sayWhatIsLocked(context);
  const started = call(spec.procedure, input);
  // Only the engine knows of a restarted session's environment, and of the keys that Kimi gets; one that is started soon waits for none.
  if (!refers && !(await settlesWithin(started, SOON_MS))) await sayWhatIsLocked(context, 1);
  const value = (await started) as SessionInfo;
  return { kind: 'result', value, text: created(value, context) };
}

/**
 * Where a call waits while secrets are locked: nothing else would tell the person why.
 * @param waiting says it only when so many calls wait
 */
async function sayWhatIsLocked(context: CommandContext, waiting = 0): Promise<void> {
  const { call } = await context.engine();
  const status = (await call(['secret', 'status'], {})) as SecretStatus;
  if (status.state === 'locked' && status.waiting >= waiting)
    await say(context.io.stderr, `${statusView(status, context)}\n${context.texts.t('cli.secret.waits')}\n`);
}

function created(session: SessionInfo, { texts, style }: CommandContext): string {
  const { t } = texts;
  const name = oneLine(session.name);
  return [
    t('cli.session.started', { name: style.paint('bold', name), id: session.id }),
    style.paint('dim', t('cli.session.attach-hint', { id: session.id })),
  ].join('\n');
}

async function send({ spec, input }: Call, context: CommandContext): Promise<Outcome> {
  const { text, ...rest } = input as { readonly text: string };
  const message = text === '-' ? await readAll(context) : text;
  const { call } = await context.engine();
  const value = (await call(spec.procedure, { ...rest, text: message })) as {
    confirmedBy: 'transcript' | 'osc' | 'screen';
    tookMs: number;
  };
  const { t } = context.texts;
  const text2 = t(`cli.session.sent.${value.confirmedBy}`, { ms: Math.round(value.tookMs) });
  return { kind: 'result', value, text: text2 };
}

async function readAll({ io }: CommandContext): Promise<string> {
  const text = (await bytesOfStdin(io)).toString('utf8').replace(/\r?\n$/, '');
  if (text === '') throw new KimiError('INVALID_INPUT', { field: 'text', reason: 'stdin was empty' });
  return text;
}

async function stop({ spec, input }: Call, context: CommandContext): Promise<Outcome> {
  const { call } = await context.engine();
  const value = (await call(spec.procedure, input)) as {
    session: SessionInfo;
    how: 'already' | 'kind' | 'hangup' | 'terminated' | 'killed';
    survivors: number[];
  };
  const { t } = context.texts;
  const name = oneLine(value.session.name);
  const lines = [t(`cli.session.stopped.${value.how}`, { name })];
  if (value.survivors.length > 0) lines.push(t('cli.session.survivors', { pids: listText(value.survivors, context.texts.language) }));
  // Processes that outlived SIGKILL are what the person asked not to have.
  return { kind: 'result', value, text: lines.join('\n'), exit: value.survivors.length === 0 ? EXIT.done : EXIT.failed };
}

async function propose({ spec, input }: Call, context: CommandContext): Promise<Outcome> {
  const { call } = await context.engine();
  const value = (await call(spec.procedure, input)) as { window: string | null };
  const proposed = value.window !== null;
  const text = context.texts.t(proposed ? 'cli.session.proposed' : 'cli.session.not-proposed');
  return { kind: 'result', value, text, exit: proposed ? EXIT.done : EXIT.failed };
}

async function switchTo({ spec, input }: Call, context: CommandContext): Promise<Outcome> {
  const { call } = await context.engine();
  const value = (await call(spec.procedure, input)) as { session: SessionInfo; window: string | null };
  const { texts, io, json } = context;
  const name = oneLine(value.session.name);
  if (value.window !== null) return { kind: 'result', value, text: texts.t('cli.session.switched', { name }) };
  if (!json && io.stdout.isTTY === true && io.stdin.isTTY === true) {
    return attach({ session: value.session.id, rights: 'write' }, {}, context);
  }
  return { kind: 'result', value, text: texts.t('cli.session.no-window', { name, id: value.session.id }), exit: EXIT.failed };
}
