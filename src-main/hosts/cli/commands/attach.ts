import { constants } from 'node:os';
import type { SessionInfo, Settings } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { Attached, type Ticket } from '../attach/attached.ts';
import { parseDetachKey } from '../attach/detach-key.ts';
import type { CommandContext, Outcome } from '../context.ts';
import { callOnce } from '../engine/client.ts';
import { oneLine } from '../output/table.ts';
import type { RawValue } from '../program/read-input.ts';
import type { Behaviour } from './behaviour.ts';

/** Telnet's key: no program that people use in terminals wants it for itself. */
const DEFAULT_KEY = 'ctrl-]';

interface AttachInput {
  readonly session: string;
  readonly terminal?: string;
  readonly rights: 'read' | 'write';
}

export const ATTACH: Behaviour = {
  raw: true,
  options: [
    { flags: '--detach-key <key>', description: 'key that leaves the session, for example ctrl-]; pressed twice it reaches the agent' },
  ],
  run: ({ input, extra }, context) => attach(input as AttachInput, extra, context),
};

/** A session in this terminal. @throws KimiError INVALID_INPUT when this is no terminal */
export async function attach(input: AttachInput, extra: Readonly<Record<string, RawValue>>, context: CommandContext): Promise<Outcome> {
  const { io, texts } = context;
  if (io.stdin.isTTY !== true || io.stdout.isTTY !== true) {
    throw new KimiError('INVALID_INPUT', {
      field: 'attach',
      reason: 'stdin and stdout must be a terminal; "session tail" reads without one',
    });
  }
  const detachKey = parseDetachKey(typeof extra.detachKey === 'string' ? extra.detachKey : DEFAULT_KEY);
  const { call } = await context.engine();
  const session = (await call(['session', 'show'], { session: input.session })) as SessionInfo;
  const settings = (await call(['settings', 'get'], {})) as Settings;
  // By id from here on: the name may be changed while we are attached.
  const wanted = { ...input, session: session.id };
  const attached = new Attached({
    io,
    texts,
    detachKey,
    rights: input.rights,
    clipboardWrite: settings.terminal.clipboardWrite,
    ticket: async () => (await callOnce(context.door, ['terminal', 'attach'], wanted)) as Ticket,
  });
  const end = await attached.run();
  const name = oneLine(session.name);
  switch (end.kind) {
    case 'detached':
      return { kind: 'result', value: null, text: texts.t('cli.attach.detached', { name }) };
    case 'ended':
      return { kind: 'result', value: null, text: texts.t('cli.attach.ended', { name, how: end.signal ?? end.code ?? undefined }) };
    case 'signal':
      return { kind: 'done', exit: 128 + constants.signals[end.signal] };
    case 'failed':
      throw end.error;
  }
}
