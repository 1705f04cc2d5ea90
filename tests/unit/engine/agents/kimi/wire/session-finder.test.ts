import { appendFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Candidate, chooseSession, SessionFinder } from '#main/engine/agents/kimi/wire/session-finder.ts';

const STARTED = 1_000_000;

function candidate(id: string, more: Partial<Candidate> = {}): Candidate {
  return { id, folder: `/sessions/${id}`, createdAt: STARTED + 5_000, title: 'hello', ...more };
}
const titled = (text: string, at = STARTED + 5_100) => ({ screenId: null, title: { text, at } });

describe('choosing the session of a terminal', () => {
  it('believes the id on the screen, whatever else there is and however old the session', () => {
    const all = [candidate('a'), candidate('b', { createdAt: 1 })];
    expect(chooseSession(all, { screenId: 'b', title: { text: 'hello', at: STARTED } }, STARTED)?.id).toBe('b');
    expect(chooseSession(all, { screenId: 'gone', title: { text: 'hello', at: STARTED } }, STARTED)).toBeNull();
  });

  it('takes the one session with the title of the window', () => {
    expect(chooseSession([candidate('a'), candidate('b', { title: 'other' })], titled('hello'), STARTED)?.id).toBe('a');
  });

  it('chooses none of two with the same title, none from before the terminal, and none far from the time of the title', () => {
    expect(chooseSession([candidate('a'), candidate('b')], titled('hello'), STARTED)).toBeNull();
    expect(chooseSession([candidate('a', { createdAt: STARTED - 1 })], titled('hello'), STARTED)).toBeNull();
    expect(chooseSession([candidate('a')], titled('hello', STARTED + 60_000), STARTED)).toBeNull();
  });

  it('chooses none while the terminal shows nothing of its session', () => {
    expect(chooseSession([candidate('a')], { screenId: null, title: null }, STARTED)).toBeNull();
  });
});

describe('finding the session on disk', () => {
  let home: string;
  let project: string;
  const owners = new Map<string, string>();
  beforeEach(async () => {
    home = await mkdtemp(path.join(os.tmpdir(), 'kimi-home-'));
    project = path.join(home, 'project');
    await mkdir(project);
    owners.clear();
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  function finder(owner: string, cwd = project): SessionFinder {
    const claim = async (id: string) => {
      if (!owners.has(id)) owners.set(id, owner);
      return owners.get(id) === owner;
    };
    return new SessionFinder({ home, cwd, startedAt: STARTED, claim });
  }

  async function session(id: string, more: { title?: string; cwd?: string; createdAt?: number } = {}): Promise<void> {
    const folder = path.join(home, 'sessions/wd', id);
    await mkdir(folder, { recursive: true });
    await writeFile(
      path.join(folder, 'state.json'),
      JSON.stringify({ title: more.title ?? 'hello', createdAt: more.createdAt ?? STARTED + 5_000 }),
    );
    const entry = { sessionId: id, sessionDir: folder, workDir: more.cwd ?? project };
    await appendFile(path.join(home, 'session_index.jsonl'), `${JSON.stringify(entry)}\n`);
  }

  it('finds a session that is listed later, and claims it', async () => {
    const found = finder('tab');
    expect(await found.look(titled('hello'))).toBeNull();
    await session('session_a');
    expect(await found.look(titled('hello'))).toEqual({ id: 'session_a', folder: path.join(home, 'sessions/wd/session_a') });
    expect(owners.get('session_a')).toBe('tab');
  });

  it('leaves a session alone that another tab has, or that belongs to another folder', async () => {
    await session('session_a');
    await session('session_b', { cwd: home });
    owners.set('session_a', 'other tab');
    expect(await finder('tab').look(titled('hello'))).toBeNull();
    expect(await finder('tab').look({ screenId: 'session_b', title: null })).toBeNull();
  });

  it('knows the folder also by another path to it', async () => {
    const link = path.join(home, 'link');
    await symlink(project, link);
    await session('session_a');
    expect(await finder('tab', link).look(titled('hello'))).toMatchObject({ id: 'session_a' });
  });

  it('lives with a damaged index, a session without state, and no Kimi home at all', async () => {
    await appendFile(path.join(home, 'session_index.jsonl'), '{"sessionId":\n\n[1]\n');
    await session('session_a');
    await rm(path.join(home, 'sessions/wd/session_a/state.json'));
    await session('session_b');
    expect(await finder('tab').look(titled('hello'))).toMatchObject({ id: 'session_b' });
    await rm(home, { recursive: true });
    expect(await finder('tab').look(titled('hello'))).toBeNull();
  });

  it('finds the folder of a session by its id, and of nothing that is no id', async () => {
    await session('session_a');
    expect(await finder('tab').folderOf('session_a')).toBe(path.join(home, 'sessions/wd/session_a'));
    expect(await finder('tab').folderOf('session_b')).toBeNull();
    expect(await finder('tab').folderOf('../wd/session_a')).toBeNull();
  });
});
