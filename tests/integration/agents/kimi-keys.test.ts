import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { errorCodeOf } from '#shared/messages/said.ts';
import { type KeyReader, startKeyReader } from '../../support/key-reader.ts';
import { KIMI_SCRIPT, NODE } from './support/model.ts';
import { reaches } from './support/terminal.ts';
import { SEND_MS, Workshop } from './support/workshop.ts';

// What docs/secrets.md and the page of MODEL_KEY_MISSING say of keys in variables, seen at the real Kimi.
describe('a key in a variable', () => {
  let shop: Workshop;
  let model: KeyReader;
  beforeAll(async () => {
    shop = await Workshop.open();
    model = await startKeyReader();
  }, 60_000);
  afterEach(() => shop.closeTabs());
  afterAll(async () => {
    await shop.close();
    await model.stop();
  });

  const configure = (provider: string) =>
    writeFile(
      path.join(shop.folder, 'kimi/config.toml'),
      `default_model = "m"
[providers.mine]
type = "openai"
base_url = "${model.url}"
${provider}
[models.m]
provider = "mine"
model = "m"
max_context_size = 100000
[loop_control]
max_attempts_per_step = 1
`,
    );

  /** Kimi without a window. */
  async function print(env: Readonly<Record<string, string>>): Promise<string> {
    const home = { HOME: shop.folder, KIMI_CODE_HOME: path.join(shop.folder, 'kimi'), KIMI_DISABLE_TELEMETRY: '1', PATH: '/usr/bin:/bin' };
    const options = { cwd: shop.project, env: { ...home, ...env, KIMI_CODE_NO_AUTO_UPDATE: '1' } };
    const done = promisify(execFile)(NODE, [KIMI_SCRIPT, '-p', 'hello'], options);
    return done.then(
      () => 'answered',
      (error: { stderr: string }) => error.stderr,
    );
  }

  async function inWindow(env: Readonly<Record<string, string>>) {
    const tab = await shop.open({ trusted: true, env });
    const before = tab.watch.state.since;
    await tab.watch.send('hello', SEND_MS);
    return reaches(tab.watch, ({ name, since }) => (name === 'finished' || name === 'failed') && since > before);
  }

  it('that api_key_env names is what Kimi shows to the provider', async () => {
    await configure('api_key_env = "MINE_API_KEY"');
    expect(await print({ MINE_API_KEY: 'of-mine', OPENAI_API_KEY: 'of-its-type' })).toBe('answered');
    expect(model.keys()).toEqual(['of-mine']);
  });

  it('of the provider’s type is read by Kimi’s window, and not by kimi -p', async () => {
    await configure('');
    expect((await inWindow({ OPENAI_API_KEY: 'of-its-type' })).name).toBe('finished');
    expect(model.keys()).toEqual(['of-its-type']);
    expect(await print({ OPENAI_API_KEY: 'of-its-type' })).toContain('no credential configured');
  });

  it('gives way to the one in config.toml', async () => {
    await configure('api_key = "of-the-file"');
    expect(await print({ OPENAI_API_KEY: 'of-its-type', KIMI_MODEL_API_KEY: 'of-a-model' })).toBe('answered');
    expect(model.keys()).toEqual(['of-the-file']);
  });

  it('of a model that the environment describes needs no config.toml', async () => {
    await writeFile(path.join(shop.folder, 'kimi/config.toml'), '');
    const env = {
      KIMI_MODEL_NAME: 'm',
      KIMI_MODEL_API_KEY: 'of-a-model',
      KIMI_MODEL_BASE_URL: model.url,
      KIMI_MODEL_PROVIDER_TYPE: 'openai',
    };
    expect(await print(env)).toBe('answered');
    expect(model.keys()).toEqual(['of-a-model']);
  });

  it('that is named and not there is told as a missing key', async () => {
    await configure('api_key_env = "MINE_API_KEY"');
    const failed = await inWindow({});
    expect([failed.name, errorCodeOf(failed.said)]).toEqual(['failed', 'MODEL_KEY_MISSING']);
    expect(model.keys()).toEqual([]);
  });
});
