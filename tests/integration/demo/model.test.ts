import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { end, startModel } from './support.ts';

let folder: string;
let model: Awaited<ReturnType<typeof startModel>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kimi-model-'));
  model = await startModel(['--port', '0']);
});
afterAll(async () => {
  await end(model.child);
  await rm(folder, { recursive: true, force: true });
});

const ask = (prompt: string, more: object = {}, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${model.port}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model: 'kimi-shell-demo', stream: true, messages: [{ role: 'user', content: prompt }], ...more }),
  });

interface Chunk {
  readonly choices: readonly { readonly delta: { content?: string; reasoning_content?: string }; readonly finish_reason: string | null }[];
  readonly usage?: { readonly total_tokens: number };
}

function chunks(text: string): Chunk[] {
  return text
    .split('\n\n')
    .filter((line) => line.startsWith('data: {'))
    .map((line) => JSON.parse(line.slice(6)) as Chunk);
}

/** The answer's text, put together again. */
const spoken = async (answer: Promise<Response>) =>
  chunks(await (await answer).text())
    .map((chunk) => chunk.choices[0]?.delta.content ?? '')
    .join('');

describe('the scripted model', () => {
  test('says its address first', () => {
    expect(model.line).toMatch(/^listening on 127\.0\.0\.1:\d+$/);
  });

  test('streams answers word by word where asked, and ends with its usage', async () => {
    const text = await (await ask('slow')).text();
    const all = chunks(text);
    const words = all.map((chunk) => chunk.choices[0]?.delta.content ?? '').filter((word) => word !== '');
    expect(words.length).toBeGreaterThanOrEqual(24);
    expect(all.at(-1)?.choices).toEqual([]);
    expect(all.at(-1)?.usage?.total_tokens).toBeGreaterThan(0);
    expect(text.trimEnd().endsWith('data: [DONE]')).toBe(true);
  });

  test('thinks before it speaks', async () => {
    const all = chunks(await (await ask('think')).text());
    const thought = all.findLastIndex((chunk) => chunk.choices[0]?.delta.reasoning_content !== undefined);
    const said = all.findIndex((chunk) => (chunk.choices[0]?.delta.content ?? '') !== '');
    expect(thought).toBeGreaterThan(0);
    expect(said).toBeGreaterThan(thought);
  });

  test('sends 4,000 numbered lines, none missing, none twice', async () => {
    const text = await spoken(ask('huge'));
    const numbers = [...text.matchAll(/^line (\d{4}) /gm)].map((match) => Number(match[1]));
    expect(numbers).toEqual(Array.from({ length: 4000 }, (_, i) => i + 1));
  });

  test('answers whole where no stream is asked for', async () => {
    const answer = (await (await ask('plain', { stream: false })).json()) as { choices: { message: { content: string } }[] };
    expect(answer.choices[0]?.message.content).toContain('plain answer');
  });

  test.each([
    ['401', 401],
    ['429', 429],
    ['500', 500],
  ])('refuses with %s', async (word, status) => {
    const answer = await ask(word);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('retry-after')).toBe(status === 429 ? '1' : null);
  });

  test('fails once for each conversation, and again when the same is asked anew', async () => {
    const attempt = async (conversation: string) => (await ask('500once', { prompt_cache_key: conversation })).status;
    expect(await attempt('a')).toBe(500);
    expect(await attempt('b')).toBe(500);
    expect(await attempt('a')).toBe(200);
    expect(await attempt('a')).toBe(500);
  });

  test('goes silent, or drops the line, when asked to', async () => {
    const silent = await ask('hang');
    const reader = silent.body!.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toContain('assistant');
    const more = reader.read().then(() => 'more');
    const rest = new Promise((resolve) => setTimeout(() => resolve('silence'), 300));
    expect(await Promise.race([more, rest])).toBe('silence');
    await reader.cancel();
    await expect(ask('disconnect').then((answer) => answer.text())).rejects.toThrow();
  });

  test('is not chosen by words that the client adds', async () => {
    expect(await spoken(ask('plain <system-reminder>a huge 500 error</system-reminder>'))).toContain('plain answer');
  });

  test('says so when the client has no tool for a scenario', async () => {
    expect(await spoken(ask('run a command'))).toBe('The client offers no tool for the scenario "tool".');
  });

  test('is not there for browsers, whatever name led them here', async () => {
    expect((await ask('plain', {}, { origin: 'http://evil.test' })).status).toBe(403);
  });

  test('answers nonsense with an error and lives on', async () => {
    const url = `http://127.0.0.1:${model.port}/v1/chat/completions`;
    expect((await fetch(url, { method: 'POST', body: 'nonsense' })).status).toBe(400);
    for (const body of ['{}', '{"messages":7}', '{"messages":[null,{"role":"user"}],"stream":true}', '[]']) {
      expect((await fetch(url, { method: 'POST', body })).status, body).toBe(200);
    }
    expect((await fetch(`http://127.0.0.1:${model.port}/health`)).status).toBe(200);
  });
});

describe("kimi's config", () => {
  test('is written for a port that is known', async () => {
    const home = join(folder, 'known');
    const wrote = await startModel(['--write-config', home, '--port', '4711']);
    expect(await wrote.exited).toEqual([0, null]);
    const config = await readFile(join(home, 'config.toml'), 'utf8');
    expect(config).toContain('base_url = "http://127.0.0.1:4711/v1"');
    expect((await stat(join(home, 'config.toml'))).mode & 0o777).toBe(0o600);
  });

  test('names the port that the model got when the wanted one is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const taken = (other.address() as AddressInfo).port;
    const home = join(folder, 'taken');
    const second = await startModel(['--write-config', home, '--serve', '--port', String(taken)]);
    expect(second.port).not.toBe(taken);
    expect(await readFile(join(home, 'config.toml'), 'utf8')).toContain(`127.0.0.1:${second.port}/v1`);
    await end(second.child);
    await expect(startModel(['--port', String(taken)])).rejects.toThrow(/ended with 1: model: cannot listen/);
    other.close();
  });

  test('needs a port', async () => {
    await expect(startModel(['--write-config', join(folder, 'none')])).rejects.toThrow(/ended with 2/);
    await expect(startModel(['--port', 'x'])).rejects.toThrow(/whole number/);
    await expect(startModel(['--what'])).rejects.toThrow(/ended with 2/);
  });
});

test('a model that nobody asks leaves by itself', async () => {
  const forgotten = await startModel(['--port', '0', '--leave-after', '1']);
  expect(await forgotten.exited).toEqual([0, null]);
});
