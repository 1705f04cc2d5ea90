import { createInterface } from 'node:readline/promises';
import { RotateDays, type SecretInfo, SecretName, type SecretStatus, SecretValue } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { CommandContext, Outcome } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { say } from '../io.ts';
import type { RawValue } from '../program/read-input.ts';
import { readDotenv } from './dotenv.ts';
import type { ExtraCommand } from './extra-command.ts';
import { bytesOfFile } from './given-bytes.ts';
import { numberIn } from './given-number.ts';
import { readAll, readSecret, textOf } from './read-secret.ts';
import { statusView } from './secrets.ts';

const NAME = { syntax: '<name>', description: 'name of the secret' };
const ROTATE = { flags: '--rotate-days <days>', description: 'remind after so many days; 0: never' };

/** Commands about secrets that take or print a value. None of them has it among its arguments: those are seen by every program (`ps`). */
export const SECRET_EXTRAS: readonly ExtraCommand[] = [
  {
    command: 'secret set',
    summary: 'Keep a secret; its value is asked for, or read from stdin',
    arguments: [NAME],
    options: [ROTATE],
    run: ([name], options, context) => keep('set', String(name), options, context),
  },
  {
    command: 'secret rotate',
    summary: 'Replace the value of a secret; the new one is asked for, or read from stdin',
    arguments: [NAME],
    options: [ROTATE],
    run: ([name], options, context) => keep('rotate', String(name), options, context),
  },
  {
    command: 'secret get',
    summary: 'Print the value of a secret, if --reveal says so',
    arguments: [NAME],
    options: [{ flags: '--reveal', description: 'print it to stdout' }],
    run: ([name], { reveal }, context) => get(String(name), reveal === true, context),
  },
  {
    command: 'secret import',
    summary: 'Keep secrets from a .env file, or from variables of this environment',
    arguments: [{ syntax: '<what...>', description: 'the file (- for stdin), or names of variables with --env' }],
    options: [
      { flags: '--env', description: 'take these variables of the environment instead of a file' },
      { flags: '--replace', description: 'give another value to those that are there, too' },
      { flags: '--yes', description: 'without asking' },
    ],
    run: ([what], { env, replace, yes }, context) =>
      importAll(words(what), { fromEnv: env === true, replace: replace === true, yes: yes === true }, context),
  },
  {
    command: 'secret unlock',
    summary: 'Open the store of secrets with its passphrase, or make one where there is no keychain',
    arguments: [],
    options: [
      {
        flags: '--machine',
        description: 'make one under a key of this machine instead of a passphrase: weaker, any program of yours could make it too',
      },
    ],
    run: (_words, { machine }, context) => unlock(machine === true, context),
  },
];

async function keep(
  how: 'set' | 'rotate',
  name: string,
  { rotateDays }: Readonly<Record<string, RawValue>>,
  context: CommandContext,
): Promise<Outcome> {
  const { io, texts } = context;
  const days = rotateDays === undefined ? {} : { rotateDays: numberIn(RotateDays, String(rotateDays), '--rotate-days') };
  const { call } = await context.engine();
  const value = await readSecret(io, texts.t('cli.secret.ask', { name }));
  const info = (await call(['secret', how], { name, value, ...days })) as SecretInfo;
  return { kind: 'result', value: info, text: texts.t(how === 'set' ? 'cli.secret.set' : 'cli.secret.rotated', { name }) };
}

async function get(name: string, reveal: boolean, context: CommandContext): Promise<Outcome> {
  const { call } = await context.engine();
  if (reveal) {
    const { value } = (await call(['secret', 'reveal'], { name })) as { readonly value: string };
    return { kind: 'result', value: { name, value }, text: value };
  }
  const all = (await call(['secret', 'list'], {})) as readonly SecretInfo[];
  if (!all.some((one) => one.name === name)) throw new KimiError('SECRET_MISSING', { name });
  // An error, on stderr: a script would take any words on stdout for the value.
  throw new KimiError('INVALID_INPUT', { value: name, reason: 'a value is only printed with --reveal' });
}

interface ImportOptions {
  readonly fromEnv: boolean;
  /** Also those that are there. */
  readonly replace: boolean;
  readonly yes: boolean;
}

async function importAll(what: readonly string[], { fromEnv, replace, yes }: ImportOptions, context: CommandContext): Promise<Outcome> {
  const { io, texts, json } = context;
  const found = fromEnv ? variables(what, io.env) : await fromFile(what, context);
  const names = [...found.keys()];
  // Before the first is kept: what cannot be kept is not to leave the others half imported.
  for (const [name, value] of found) mayBeKept(name, value);
  const { call } = await context.engine();
  const known = new Set(((await call(['secret', 'list'], {})) as readonly SecretInfo[]).map(({ name }) => name));
  const there = names.filter((name) => known.has(name));
  const [name, ...more] = there;
  if (name !== undefined && !replace) throw new KimiError('SECRET_EXISTS', more.length === 0 ? { name } : { names: there });
  if (names.length > 0 && !yes) {
    const asks = !json && io.stdin.isTTY === true && what[0] !== '-';
    if (!asks) throw new KimiError('INVALID_INPUT', { reason: 'without a terminal to ask in, --yes is needed' });
    const lines = createInterface({ input: io.stdin, output: io.stderr });
    const answer = await lines.question(texts.t('cli.secret.import-ask', { names })).finally(() => lines.close());
    if (!/^(y|yes|是)$/i.test(answer.trim())) found.clear();
  }
  const kept: SecretInfo[] = [];
  try {
    for (const [name, value] of found) {
      const how = known.has(name) ? 'rotate' : 'set';
      kept.push((await call(['secret', how], { name, value })) as SecretInfo);
    }
  } catch (error) {
    // A store that is locked or full meanwhile; said, so that nobody has to guess which are there.
    if (kept.length > 0) await say(io.stderr, `${texts.t('cli.secret.imported', { names: kept.map(({ name }) => name) })}\n`);
    throw error;
  }
  const text = kept.length === 0 ? texts.t('cli.secret.import-none') : texts.t('cli.secret.imported', { names });
  return { kind: 'result', value: kept, text, exit: EXIT.done };
}

/** @throws KimiError INVALID_INPUT, with the name, never the value */
function mayBeKept(name: string, value: string): void {
  const { error } = SecretName.safeParse(name);
  const reason = (error ?? SecretValue.safeParse(value).error)?.issues[0]?.message;
  if (reason !== undefined) throw new KimiError('INVALID_INPUT', { field: '<what>', value: name, reason });
}

function variables(names: readonly string[], env: Readonly<Record<string, string | undefined>>): Map<string, string> {
  return new Map(
    names.map((name) => {
      const value = env[name];
      if (value === undefined || value === '')
        throw new KimiError('INVALID_INPUT', { field: '<what>', value: name, reason: 'it is missing' });
      return [name, value];
    }),
  );
}

async function fromFile(what: readonly string[], { io }: CommandContext): Promise<Map<string, string>> {
  const [path = '', ...more] = what;
  if (more.length > 0) throw new KimiError('INVALID_INPUT', { field: '<what>', value: more.join(' '), reason: 'one file is expected' });
  const text = path === '-' ? await readAll(io) : textOf(await bytesOfFile(path, '<what>', io), '<what>', path);
  // What is empty in a .env file is a place to fill in, no secret.
  return new Map([...readDotenv(text, path === '-' ? 'stdin' : path)].filter(([, value]) => value !== ''));
}

async function unlock(machine: boolean, context: CommandContext): Promise<Outcome> {
  const { call } = await context.engine();
  const before = (await call(['secret', 'status'], {})) as SecretStatus;
  if (before.state === 'ready')
    return { kind: 'result', value: before, text: `${statusView(before, context)}\n${context.texts.t('cli.secret.open-already')}` };
  const given = machine ? { machine } : await passphraseFor(before.reason, context);
  // Also for a keychain, which the person has unlocked meanwhile: what waits is told.
  const status = (await call(['secret', 'unlock'], given)) as SecretStatus;
  return { kind: 'result', value: status, text: statusView(status, context) };
}

async function passphraseFor(reason: string, { io, texts: { t } }: CommandContext): Promise<{ readonly passphrase?: string }> {
  if (reason !== 'no-store' && reason !== 'passphrase') return {};
  const passphrase = await readSecret(io, t('cli.secret.ask-passphrase'));
  // Typed for the first time and not seen: a slip would lock everything away for good.
  if (reason === 'no-store' && io.stdin.isTTY === true && (await readSecret(io, t('cli.secret.ask-again'))) !== passphrase) {
    throw new KimiError('INVALID_INPUT', { field: 'stdin', reason: 'the two are not the same' });
  }
  return { passphrase };
}

function words(value: RawValue): readonly string[] {
  return typeof value === 'string' ? [value] : Array.isArray(value) ? (value as readonly string[]) : [];
}
