import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLI, callOf, Ground, NODE, textOf, WAYS } from './ground.ts';

let ground: Ground;
beforeAll(async () => {
  ground = await Ground.open({ demo: true });
}, 120_000);
afterAll(() => ground.close());

/** Daemons have hidden whose they are, and so they are nobody's: there is no session that they may read. */
const DAEMONS: readonly string[] = [
  WAYS['a re-parented program in a kernel session of its own'],
  WAYS['a daemon: re-parented, in a kernel session of its own, with a cleared environment'],
];

/** The attempt, from a process that has nothing to do with any session: what is refused inside must work here. */
async function fromOutside(attempt: Parameters<Ground['prepared']>[0]) {
  const { command, outcome } = await ground.prepared(attempt);
  const child = spawn('/bin/sh', ['-c', command], { stdio: 'inherit' });
  await once(child, 'exit');
  return outcome();
}

/** What a command prints inside a session of its own, which goes on after it. */
async function saidInside(name: string, command: string): Promise<string> {
  const said = join(ground.folder, `said by ${name}`);
  const args = ['-c', `${command} > '${said}.tmp'; mv '${said}.tmp' '${said}'; cat`];
  await ground.owner((client) => client.session.create({ name, agent: 'shell', cwd: '/', args }));
  return textOf(said);
}

describe('outside of sessions', () => {
  test("the owner's token makes an owner, and nothing makes nobody", async () => {
    const target = await ground.target('');
    expect(await fromOutside(callOf(target, target.ownerToken, 'system/whoami'))).toMatchObject({ answer: { kind: 'cli', role: 'owner' } });
    expect(await fromOutside(callOf(target, null, 'system/whoami'))).toMatchObject({ refused: 'UNAUTHENTICATED' });
  });

  test('holder and mirror answer who has the key', async () => {
    const { otherTerminal } = await ground.target('');
    expect(await fromOutside(await ground.holder())).toMatchObject({ refused: null });
    expect(await fromOutside(await ground.mirror(otherTerminal))).toMatchObject({ refused: null });
  });
});

describe.each(Object.entries(WAYS))("%s with the owner's stolen token", (_what, way) => {
  test('is the agent of its session, and no more', async () => {
    const { session, outcome } = await ground.fromInside((target) => callOf(target, target.ownerToken, 'system/whoami'), way);
    const known = DAEMONS.includes(way) ? {} : { session };
    expect(outcome).toEqual({ refused: null, answer: { kind: 'agent', ...known, depth: 1, role: 'agent' } });
  });

  test('cannot write into another session', async () => {
    const { outcome } = await ground.fromInside(
      (target) => callOf(target, target.ownerToken, 'session/send', { session: target.other, text: 'rm -rf ~' }),
      way,
    );
    expect(outcome.refused).toBe('DENIED');
  });

  test("cannot use the holder's key", async () => {
    const { outcome } = await ground.fromInside(() => ground.holder(), way);
    expect(outcome).toEqual({ refused: 'HOLDER_REFUSED', answer: null });
  });
});

describe('a program inside a session', () => {
  test.each([
    ['no token', () => null],
    ['a made-up token', () => `kso_${'w'.repeat(43)}`],
    ["the owner's token", (ownerToken: string) => ownerToken],
  ])('with %s is its agent', async (_what, tokenOf) => {
    const { session, outcome } = await ground.fromInside((target) => callOf(target, tokenOf(target.ownerToken), 'system/whoami'));
    expect(outcome.answer).toMatchObject({ role: 'agent', session });
  });

  test("with another session's token is still the agent of its own", async () => {
    const token = await saidInside('careless', 'printf %s "$KIMI_SHELL_TOKEN"');
    const { session, outcome } = await ground.fromInside((target) => callOf(target, token, 'system/whoami'));
    expect(outcome.answer).toMatchObject({ role: 'agent', session });
  });

  test.each([
    ['answer its own request', 'session/send', (own: string) => ({ session: own, text: '1' })],
    ['open a way around the answer', 'terminal/attach', (own: string) => ({ session: own, rights: 'write' })],
    ['change the settings', 'settings/set', () => ({ key: 'terminal.clipboardWrite', value: 'true' })],
    ['let a browser in', 'system/link', () => ({})],
    ['end the engine', 'system/shutdown', () => ({})],
  ])("cannot %s with the owner's token", async (_what, path, input) => {
    const { outcome } = await ground.fromInside((target) => callOf(target, target.ownerToken, path, input(target.own)));
    expect(outcome.refused).toBe('DENIED');
  });

  test.each([
    ['as it is', ''],
    ['without its own token, so that the owner’s is read', 'env -u KIMI_SHELL_TOKEN -u KIMI_SHELL_SOCKET'],
    ['with a cleared environment', 'env -i'],
  ])('cannot answer its own request by the command line, %s', async (what, before) => {
    const said = join(ground.folder, `said ${what}`);
    const home = `KIMI_SHELL_HOME='${ground.app.dataFolder}'`;
    const line = `${before} ${before === '' ? 'env' : ''} ${home} '${NODE}' '${CLI}' session send --json`;
    const session = await ground.owner((client) =>
      client.session.create({
        name: `command line ${what}`.replaceAll('’', "'"),
        agent: 'shell',
        cwd: '/',
        args: [
          '-c',
          `${line} "$KIMI_SHELL_SESSION" 1 > '${said}.tmp' 2>&1; echo "code $?" >> '${said}.tmp'; mv '${said}.tmp' '${said}'; cat`,
        ],
      }),
    );
    const text = await textOf(said);
    expect(text).toContain('DENIED');
    expect(text).toContain('code 4');
    expect(session.id).toMatch(/^ses_/);
  });

  test("has a token of its own in its environment, and the owner's nowhere", async () => {
    const env = await saidInside('looks around', 'env');
    const { ownerToken } = await ground.target('');
    expect(env).toMatch(/^KIMI_SHELL_TOKEN=ksc_/m);
    expect(env).not.toContain(ownerToken);
    expect(env).not.toMatch(/kso_/);
  });

  test('leaves a line in the log when it shows the owner’s token', async () => {
    const { session } = await ground.fromInside((target) => callOf(target, target.ownerToken, 'system/whoami'));
    const log = await readFile(join(ground.app.dataFolder, 'logs/engine.log'), 'utf8');
    const line = log.split('\n').find((one) => one.includes("showed the owner's token") && one.includes(session));
    expect(line).toBeDefined();
  });
});

describe('a command that the real Kimi runs', () => {
  test("is its session's agent, also with the owner's token", async () => {
    const target = await ground.target('');
    const { command, outcome } = await ground.prepared(callOf(target, target.ownerToken, 'system/whoami'));
    // Kimi's tool runs its commands with bash, which reads this file first.
    const profile = join(ground.folder, 'profile.sh');
    await writeFile(profile, `unset BASH_ENV\n${command}\n`);
    await chmod(profile, 0o755);
    const session = await ground.owner((client) =>
      client.session.create({
        name: 'kimi',
        agent: 'kimi',
        cwd: ground.folder,
        args: ['-p', 'please run a command'],
        env: { SHELL: '/bin/bash', BASH_ENV: profile },
      }),
    );
    expect(await outcome()).toEqual({ refused: null, answer: { kind: 'agent', session: session.id, depth: 1, role: 'agent' } });
  });
});
