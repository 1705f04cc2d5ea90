import { appendFile, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Transcript } from '#main/engine/agents/kimi/wire/transcript.ts';

const line = (record: unknown) => `${JSON.stringify(record)}\n`;
const METADATA = line({ type: 'metadata', protocol_version: '1.5' });
const PROMPT = line({ type: 'turn.prompt', input: [{ type: 'text', text: 'hello' }], turnId: 0, time: 10 });
const ENDED = line({ type: 'turn.ended', turnId: 0, reason: 'completed', time: 20 });
const asked = (id: string) =>
  line({ type: 'interaction.request', id, kind: 'approval', request: { display: { kind: 'command', command: `run ${id}` } }, time: 15 });

describe('following the transcripts of one session', () => {
  let folder: string;
  let transcript: Transcript;
  let messages: string[];
  let onChange: () => void;
  let main: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'transcript-'));
    main = path.join(folder, 'agents/main/wire.jsonl');
    messages = [];
    onChange = () => undefined;
    transcript = new Transcript({ folder, since: 5, onChange: () => onChange(), onMessage: (text) => messages.push(text) });
  });
  afterEach(async () => {
    transcript.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function write(file: string, text: string): Promise<void> {
    await mkdir(path.dirname(file), { recursive: true });
    await appendFile(file, text);
  }

  it('says nothing before there is a file, and reads it once it appears', async () => {
    await transcript.poke();
    expect(transcript.view).toBeNull();
    await write(main, METADATA + PROMPT);
    await transcript.poke();
    expect(transcript.view).toMatchObject({ name: 'working', at: 10 });
    expect(messages).toEqual(['hello']);
  });

  it('reads only what was appended, and an incomplete line when its rest has come', async () => {
    await write(main, METADATA + PROMPT + ENDED.slice(0, 12));
    await transcript.poke();
    expect(transcript.view?.name).toBe('working');
    await write(main, ENDED.slice(12));
    await transcript.poke();
    expect(transcript.view?.name).toBe('finished');
    expect(messages).toEqual(['hello']);
    expect(transcript.badLines).toBe(0);
  });

  it('counts damaged lines and reads on after them', async () => {
    await write(main, `${METADATA}{"type":"turn.pro\n\u0000\u0000\n${PROMPT}`);
    await transcript.poke();
    expect(transcript.view?.name).toBe('working');
    expect(transcript.badLines).toBe(2);
  });

  it('takes in the file of a subagent that appears later', async () => {
    await write(main, METADATA + PROMPT);
    await transcript.poke();
    await write(path.join(folder, 'agents/agent-0/wire.jsonl'), METADATA + asked('a'));
    await transcript.poke();
    expect(transcript.view).toMatchObject({ name: 'waiting', detail: 'run a' });
  });

  it('wakes up by itself when a file grows', async () => {
    await write(main, METADATA + PROMPT);
    await transcript.poke();
    const changed = new Promise<void>((resolve) => {
      onChange = resolve;
    });
    await write(main, ENDED);
    await changed;
    expect(transcript.view?.name).toBe('finished');
  });

  it('starts over when the file was replaced by a shorter one', async () => {
    await write(main, METADATA + PROMPT + asked('a'));
    await transcript.poke();
    await truncate(main, 0);
    await write(main, METADATA);
    await transcript.poke();
    expect(transcript.view).toBeNull();
  });

  it('believes nothing of a version that it does not know, and says so', async () => {
    await write(main, line({ type: 'metadata', protocol_version: '2.0' }) + PROMPT);
    await transcript.poke();
    expect(transcript.view).toBeNull();
    expect(transcript.problem?.text).toBe('transcript version 2.0 is not known');
  });

  it('says why it cannot be read', async () => {
    await writeFile(path.join(folder, 'agents'), 'a file where a folder should be');
    await transcript.poke();
    expect(transcript.problem?.text).toMatch(/^transcript not readable: ENOTDIR/);
  });

  it('misses nothing when it is poked while it reads', async () => {
    await write(main, METADATA);
    const pokes: Promise<void>[] = [];
    for (let turn = 0; turn < 50; turn += 1) {
      await write(main, line({ type: 'turn.prompt', input: [{ type: 'text', text: String(turn) }], turnId: turn, time: 10 }));
      pokes.push(transcript.poke());
    }
    await Promise.all(pokes);
    expect(messages).toEqual(Array.from({ length: 50 }, (_, turn) => String(turn)));
    expect((await readFile(main, 'utf8')).split('\n')).toHaveLength(52);
  });

  it('says nothing any more once it is closed', async () => {
    await write(main, METADATA);
    await transcript.poke();
    transcript.close();
    await write(main, PROMPT);
    await transcript.poke();
    expect(messages).toEqual([]);
  });
});
