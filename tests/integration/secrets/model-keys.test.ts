import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { AuditEntry, SessionInfo } from '#shared/contract/index.ts';
import { startKeyReader } from '../../support/key-reader.ts';
import { until } from '../../support/until.ts';
import { person } from '../cli/support.ts';

const KIMI = resolve(import.meta.dirname, '../../../node_modules/@moonshot-ai/kimi-code/dist/main.mjs');
const KEY = 'key-of-the-gateway-0123456789';
const PASTED = 'sk-pasted-in-the-wrong-place-0123456789';

test('a provider’s key goes from the store to the real Kimi, to no other program, and stands nowhere', async () => {
  const model = await startKeyReader();
  onTestFinished(() => model.stop());
  const { run, json, dataFolder } = await person({ KIMI_SHELL_KIMI_PATH: KIMI });
  const home = join(dataFolder, 'kimi-home');
  await mkdir(home);
  await writeFile(
    join(home, 'config.toml'),
    `default_model = "m"
[providers."my gateway"]
type = "openai"
base_url = "${model.url}"
api_key_env = "MY_GATEWAY_API_KEY"
[models.m]
provider = "my gateway"
model = "m"
max_context_size = 100000
`,
  );
  const said: string[] = [];
  const tell = async (args: readonly string[], stdin = '') => {
    const result = await run(args, { stdin });
    said.push(result.stdout, result.stderr);
    return result;
  };
  const kimi = ['session', 'create', '--agent', 'kimi', '--env', `KIMI_CODE_HOME=${home}`, '--env', 'KIMI_DISABLE_TELEMETRY=1'];
  const ended = async (id: string) =>
    until('it has ended', async () => {
      const one = await json<SessionInfo>(['session', 'show', id]);
      return one.state === 'exited' || one.state === 'failed' ? one : undefined;
    });

  // A key in the place of its name.
  for (const value of [PASTED, `secret:${PASTED}`]) {
    const refused = await tell(['config', 'set', 'model_keys.anthropic', value]);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toMatch(/secret set NAME.*secret:NAME/);
  }
  expect((await run(['config', 'set', 'model_keys.x', PASTED], { env: { LANG: 'zh_CN.UTF-8' } })).stderr).toContain('机密');

  // One that is not there: no session without it, and the doctor says why.
  const set = await tell(['config', 'set', 'model_keys."my gateway"', 'secret:gateway']);
  expect(set).toMatchObject({ code: 0, stderr: expect.stringContaining('api_key_env = "MY_GATEWAY_API_KEY"') });
  expect(await json(['config', 'get', 'model_keys."my gateway"'])).toMatchObject({ value: 'secret:gateway', source: 'file' });
  await tell(['secret', 'unlock', '--machine']);
  const missing = await tell([...kimi, 'none', '--', '-p', 'hello']);
  expect(missing).toMatchObject({ code: 3, stderr: expect.stringMatching(/gateway.*MY_GATEWAY_API_KEY/s) });
  expect((await tell(['doctor'])).stdout).toContain('names secrets that are not there: gateway');

  expect(await tell(['secret', 'set', 'gateway'], KEY)).toMatchObject({ code: 0 });
  const { id } = await json<SessionInfo>([...kimi, 'work', '--', '-p', 'hello']);
  await ended(id);
  expect((await tell(['session', 'tail', id])).stdout).toContain('here');
  expect(model.keys()).toEqual([KEY]);

  // The next start has what the store has then; the person's own variable wins; a shell has none.
  await tell(['secret', 'rotate', 'gateway'], `${KEY}-2`);
  await json(['session', 'restart', id]);
  await ended(id);
  const own = await json<SessionInfo>([...kimi, 'own', '--env', 'MY_GATEWAY_API_KEY=mine', '--', '-p', 'hello']);
  await ended(own.id);
  expect(model.keys()).toEqual([`${KEY}-2`, 'mine']);
  const shell = await json<SessionInfo>(['session', 'create', 'sh', '--agent', 'shell', '--', '-c', 'echo "key: <$MY_GATEWAY_API_KEY>"']);
  await ended(shell.id);
  expect((await tell(['session', 'tail', shell.id])).stdout).toContain('key: <>');

  const { entries } = await json<{ entries: AuditEntry[] }>(['audit', 'list', '--procedure', 'settings']);
  expect(entries).toContainEqual(
    expect.objectContaining({ procedure: 'settings.set', where: { key: 'model_keys."my gateway"' }, result: 'ok' }),
  );
  said.push(JSON.stringify(entries), (await run(['logs', '--level', 'debug'])).stdout, (await run(['config', 'export'])).stdout);
  said.push((await run(['diagnostics', '--show'])).stdout, (await run(['config', 'list'])).stdout);
  await run(['serve', '--stop']);
  const files = (await readdir(dataFolder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  const hits = said.flatMap((text) => [KEY, PASTED].filter((secret) => text.includes(secret)));
  for (const path of paths) {
    const text = await readFile(path, 'latin1');
    hits.push(...[KEY, PASTED].filter((secret) => text.includes(secret)).map(() => path));
  }
  expect(hits).toEqual([]);
}, 120_000);
