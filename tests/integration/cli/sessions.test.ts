import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionInfo } from '#shared/contract/index.ts';
import { until } from '../../support/until.ts';
import { newPerson } from './support.ts';

let one: Awaited<ReturnType<typeof newPerson>>;

// One engine for all of them: it takes seconds to start, and names keep the tests apart.
beforeAll(async () => {
  one = await newPerson();
});
afterAll(() => one.leave());

/** Creates a shell session and waits until its prompt is there. */
async function shell(name: string, ...options: readonly string[]): Promise<SessionInfo> {
  const { id } = await one.json<SessionInfo>(['session', 'create', name, '--agent', 'shell', ...options]);
  return until(`${name} is idle`, async () => {
    const session = await one.json<SessionInfo>(['session', 'show', id]);
    return session.state === 'idle' ? session : null;
  });
}

describe('sessions on the command line', () => {
  it('are created in the folder where you are, with the variables you give, and answer', async () => {
    const project = join(one.dataFolder, '项目');
    await mkdir(project);
    const created = await one.json<SessionInfo>(
      ['session', 'create', '修复 测试', '--agent', 'shell', '--env', 'GREETING=good day', '--env', 'X='],
      {
        cwd: project,
      },
    );
    expect(created).toMatchObject({ name: '修复 测试', agent: 'shell', cwd: project, lifecycle: 'active' });
    expect(created.id).toMatch(/^ses_/);
    const { code, stdout } = await one.run(['session', 'send', created.id, 'echo "<$GREETING$X> in $PWD"']);
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('Sent') });
    await until('the answer', async () => (await one.run(['session', 'tail', created.id])).stdout.includes(`<good day> in ${project}`));
  });

  it('take a relative folder, arguments after --, and a message from stdin', async () => {
    await mkdir(join(one.dataFolder, 'sub'));
    const { id } = await one.json<SessionInfo>(['session', 'create', 'args', '--agent', 'shell', '--cwd', 'sub']);
    const { code } = await one.run(['session', 'send', id, '-'], { stdin: 'pwd; echo from-stdin-$((1+1))\n' });
    expect(code).toBe(0);
    await until('the answer', async () => /sub\r\nfrom-stdin-2/.test((await one.run(['session', 'tail', id])).stdout));
    const other = await one.json<SessionInfo>([
      'session',
      'create',
      'direct',
      '--agent',
      'shell',
      '--',
      '-c',
      'echo "args: $0 $1"',
      'a b',
      '--json',
    ]);
    await until('its output', async () => (await one.run(['session', 'tail', other.id])).stdout.includes('args: a b --json'));
  });

  it('are listed for people and for programs', async () => {
    await shell('第一');
    await shell('second');
    const list = await one.json<SessionInfo[]>(['session', 'list']);
    expect(list.map(({ name }) => name)).toEqual(expect.arrayContaining(['second', '第一']));
    const { stdout } = await one.run(['session', 'list']);
    expect(stdout).toMatch(/^NAME\s+STATE\s+FOR\s+AGENT\s+FOLDER\s+DETAIL\s+ID\n/);
    expect(stdout).not.toContain('\u001b');
    const chinese = await one.run(['session', 'list'], { env: { LANG: 'zh_CN.UTF-8' } });
    expect(chinese.stdout).toMatch(/^名称\s+状态/);
  });

  it('are shown with the evidence of their state', async () => {
    const { id } = await shell('seen');
    const session = await one.json<SessionInfo>(['session', 'show', 'seen']);
    expect(session).toMatchObject({ id, name: 'seen', agent: 'shell', cwd: one.dataFolder, lifecycle: 'active', state: 'idle' });
    expect(session.terminals).toEqual([
      expect.objectContaining({ id: expect.stringMatching(/^trm_/), firstAvailable: 0, end: expect.any(Number) }),
    ]);
    const { stdout } = await one.run(['session', 'show', id]);
    expect(stdout).toContain('Evidence');
    expect(stdout).toMatch(/process\s+\d+ s\s+process \d+ runs/);
  });

  it('are pinned, tagged, grouped, marked and put in order', async () => {
    const [left, right] = [await shell('left'), await shell('right')];
    expect((await one.run(['session', 'tag', 'left', 'bug', 'two words'])).stdout).toBe('Tags of left: bug, two words\n');
    await one.run(['session', 'untag', 'left', 'BUG']);
    expect((await one.run(['session', 'group', 'left', 'Backend'])).stdout).toBe('left is in the group Backend.\n');
    expect((await one.run(['group', 'rename', 'Backend', 'Server'])).stdout).toBe('The group is called Server now. Sessions moved: 1\n');
    await one.run(['session', 'pin', 'left']);
    expect((await one.run(['session', 'guard', 'left'])).stdout).toContain('left is looked after');
    expect(await one.json<{ reasons: unknown[] }>(['awake'])).toEqual({ reasons: [] });
    expect((await one.run(['session', 'mark', 'left', 'unread'])).stdout).toBe('left is marked as unread.\n');
    const found = await one.json<SessionInfo[]>(['session', 'list', '--tag', 'Two Words', '--group', 'Server', '--pinned']);
    expect(found).toMatchObject([{ id: left.id, unseen: true, guarded: true }]);
    const moved = await one.json<SessionInfo>(['session', 'move', 'right', 'before', 'left']);
    expect(moved).toMatchObject({ id: right.id, pinned: true });
    expect(moved.rank < found[0]!.rank).toBe(true);
    await one.run(['session', 'group', 'right', 'Server']);
    expect((await one.run(['session', 'group', 'right'])).stdout).toBe('right is in no group.\n');
    expect((await one.run(['session', 'tag', 'left', 'a\u0007b'])).code).toBe(2);
  });

  it('end with stop, start again with restart, and go with delete', async () => {
    const { id } = await shell('short');
    const running = await one.run(['session', 'delete', id]);
    expect(running.code).toBe(1);
    expect(running.stderr).toContain('Its agent still runs');
    const stopped = await one.json<{ how: string; survivors: number[]; session: SessionInfo }>(['session', 'stop', id]);
    expect(stopped).toMatchObject({ survivors: [], session: { state: expect.stringMatching(/exited|failed/) } });
    expect((await one.json<{ how: string }>(['session', 'stop', id])).how).toBe('already');
    const ended = await one.run(['session', 'send', id, 'hello']);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('SESSION_ENDED');
    expect((await one.run(['session', 'restart', id])).code).toBe(0);
    await one.run(['session', 'stop', id, '--force']);
    expect(await one.json(['session', 'delete', id])).toEqual({ id, name: 'short' });
    expect(await one.json<SessionInfo[]>(['session', 'list'])).not.toContainEqual(expect.objectContaining({ id }));
  });

  it('say in the reader’s language which word was wrong, as it is typed', async () => {
    const { id } = await shell('words');
    const wrong = async (lang: string, ...args: readonly string[]) => {
      const { code, stdout, stderr } = await one.run(args, { env: { LANG: lang } });
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      return stderr;
    };
    expect(await wrong('en', 'session', 'create', 'x', '--size', '5000x20')).toMatch(/“--size”[\s\S]*cols: At most 1000 is allowed\./);
    expect(await wrong('zh_CN', 'session', 'create', 'x', '--agent', 'foo')).toMatch(/“--agent”[\s\S]*foo：可用的值：kimi、shell。/);
    expect(await wrong('zh_CN', 'session', 'create')).toMatch(/“名称”[\s\S]*缺少这一项。/);
    expect(await wrong('en', 'session', 'tail', id, '--from', '100000')).toMatch(/“--from”[\s\S]*100000: The recording ends at byte \d+\./);
    expect(await wrong('en', 'session', 'tail', id, '--from', '9', '--to', '5')).toMatch(/“--to”[\s\S]*5: It lies before/);
    expect(await wrong('en', 'config', 'set', 'terminal.fontSize', '99')).toMatch(/“terminal.fontSize”[\s\S]*At most 32 is allowed\./);
  });

  it('and settings that do not exist are refused alike by get and set, with the one that was meant', async () => {
    for (const args of [
      ['config', 'get', 'terminal.fontsize'],
      ['config', 'set', 'terminal.fontsize', '14'],
    ]) {
      const { code, stderr } = await one.run([...args, '--json']);
      expect(code).toBe(2);
      expect(JSON.parse(stderr).error).toMatchObject({ code: 'INVALID_INPUT', context: { field: '<key>', nearest: 'terminal.fontSize' } });
    }
  });

  it('are deleted by name in words', async () => {
    const { id } = await shell('goodbye');
    expect((await one.run(['session', 'delete', id, '--stop'])).stdout).toBe('goodbye is deleted.\n');
  });

  it('are renamed, and a name that two have is refused with both ids', async () => {
    const first = await shell('a');
    const second = await shell('b');
    expect(await one.json(['session', 'rename', 'b', 'a'])).toMatchObject({ id: second.id, name: 'a' });
    const refused = await one.run(['session', 'show', 'a']);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('NAME_AMBIGUOUS');
    expect(refused.stderr).toContain(first.id);
    expect(refused.stderr).toContain(second.id);
  });

  it('cannot be switched to without a window or a terminal, and says what can be done', async () => {
    const { id } = await shell('alone');
    const { code, stdout } = await one.run(['session', 'switch', 'alone']);
    expect(code).toBe(1);
    expect(stdout).toContain(`session attach ${id}`);
  });
});

describe('bad input', () => {
  it('has the exit code that scripts can tell', async () => {
    const codeOf = async (...args: readonly string[]) => (await one.run(args)).code;
    expect(await codeOf('frobnicate')).toBe(2);
    expect(await codeOf('session', 'create')).toBe(2);
    expect(await codeOf('session', 'create', 'x', '--agent', 'vim')).toBe(2);
    expect(await codeOf('session', 'create', 'x', '--bogus')).toBe(2);
    expect(await codeOf('session', 'create', 'a\u0007b')).toBe(2);
    expect(await codeOf('session', 'show', 'nothing')).toBe(3);
    expect(await codeOf('config', 'get', 'terminal.nothing')).toBe(2);
    expect(await codeOf('config', 'set', 'terminal.fontSize', 'large')).toBe(2);
    expect(await codeOf('session', 'create', 'x', '--agent', 'shell', '--cwd', '/nowhere')).toBe(1);
    expect(await codeOf('session', 'tail', 'x', '--json')).toBe(2);
    expect(await codeOf('session', 'attach', 'x')).toBe(2);
    const other = await one.run(['session', 'list', '--json'], { env: { KIMI_SHELL_TOKEN: 'ksc_nobody' } });
    expect(other.code).toBe(4);
    expect(JSON.parse(other.stderr)).toMatchObject({ error: { code: 'UNAUTHENTICATED' } });
  });

  it.each(['session', 'group', 'agent', 'page', 'notification', 'audit', 'config', 'secret', 'service'])(
    'has the commands of a group that was named alone: %s',
    async (group) => {
      const { code, stderr } = await one.run([group, '--help']);
      expect([code, stderr]).toEqual([0, '']);
      const alone = await one.run([group]);
      expect([alone.code, alone.stdout]).toEqual([2, '']);
      expect(alone.stderr).toMatch(new RegExp(`^“kimi-shell ${group}” .*\\n.*: ([a-z-]+, )*[a-z-]+\\. `));
    },
  );

  it('calls an argument by a word, and not by its place in the help', async () => {
    expect((await one.run(['config', 'get', 'terminal..fontSize'])).stderr).toContain('“Setting” is not usable');
    expect((await one.run(['session', 'create'])).stderr).toContain('“Name” is not usable');
  });

  it('leaves stdout empty and says on stderr what, why and what to do', async () => {
    const { stdout, stderr } = await one.run(['session', 'create', 'x', '--agent', 'shell', '--cwd', '/nowhere']);
    expect(stdout).toBe('');
    expect(stderr.split('\n')).toEqual([
      'There is no folder /nowhere. (FOLDER_MISSING)',
      '  Nothing is there by that name.',
      '  Create the folder or choose another one.',
      '',
    ]);
  });
});

describe('the command line inside a session', () => {
  it('is the agent of that session: it reads its own, and nothing else', async () => {
    const cli = `"${one.node}" "${one.cli}"`;
    const script = [
      `${cli} session show "$KIMI_SHELL_SESSION" --json; echo "show: $?"`,
      `${cli} session list; echo "list: $?"`,
      `${cli} session send "$KIMI_SHELL_SESSION" hello; echo "send: $?"`,
      `${cli} config set theme dark; echo "set: $?"`,
      `${cli} serve; echo "serve: $?"`,
      'echo all-done; exec sleep 60',
    ].join('; ');
    const { id } = await one.json<SessionInfo>(['session', 'create', 'inner', '--agent', 'shell', '--', '-c', script]);
    const said = await until('its words', async () => {
      const { stdout } = await one.run(['session', 'tail', id]);
      return stdout.includes('all-done') ? stdout : null;
    });
    expect(said).toContain(`"id":"${id}"`);
    expect([...said.matchAll(/^(\w+): (\d+)\r?$/gm)].map(([, what, code]) => `${what} ${code}`)).toEqual([
      'show 0',
      'list 4',
      'send 4',
      'set 4',
      'serve 4',
    ]);
    expect(said).toContain('DENIED');
    expect((await one.json<{ theme: string }>(['config', 'list'])).theme).toBe('system');
  });
});

describe('settings on the command line', () => {
  it('are listed, read and changed', async () => {
    expect((await one.run(['config', 'list'])).stdout).toMatch(/^terminal\.fontSize\s+13$/m);
    const held = { key: 'terminal.fontSize', value: 16, source: 'file' };
    expect(await one.json(['config', 'set', 'terminal.fontSize', '16'])).toEqual(held);
    expect((await one.run(['config', 'set', 'terminal.fontSize', '16'])).stdout).toBe('terminal.fontSize = 16  settings.toml\n');
    expect((await one.run(['config', 'unset', 'density'])).stdout).toBe('density = comfortable\n');
    await one.run(['config', 'set', 'keys.palette', 'F9']);
    expect(await one.json(['config', 'unset', 'keys.palette'])).toEqual({ key: 'keys.palette', value: null, source: 'default' });
    expect((await one.run(['config', 'get', 'terminal.fontSize'])).stdout).toBe('16\n');
    await one.run(['config', 'set', 'language', 'zh-CN']);
    expect((await one.run(['status', '--help'])).stdout).toContain('用法');
    await one.run(['config', 'set', 'language', 'system']);
  });
});

describe('tail', () => {
  it('gives exactly the bytes that were asked for', async () => {
    const { id } = await one.json<SessionInfo>([
      'session',
      'create',
      'bytes',
      '--agent',
      'shell',
      '--',
      '-c',
      'printf "0123456789\\377\\000abc"; exec sleep 60',
    ]);
    await until('the output', async () => (await one.run(['session', 'tail', id])).bytes.length === 15);
    const all = await one.run(['session', 'tail', id, '--from', '0']);
    expect(all.bytes).toEqual(Buffer.from('0123456789\u00ff\u0000abc', 'latin1'));
    expect((await one.run(['session', 'tail', id, '--from', '3', '--to', '6'])).stdout).toBe('345');
    expect((await one.run(['session', 'tail', id, '--from', '15'])).bytes).toHaveLength(0);
    const beyond = await one.run(['session', 'tail', id, '--from', '99']);
    expect(beyond.code).toBe(2);
  });

  it('follows until the session ends', async () => {
    const script = 'while read -r line; do echo "got $line"; done';
    const { id } = await one.json<SessionInfo>(['session', 'create', 'follow', '--agent', 'shell', '--', '-c', script]);
    const child = spawn(one.node, [one.cli, 'session', 'tail', id, '--follow'], { env: one.env, stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    const ended = once(child, 'close');
    await one.run(['session', 'send', id, 'first']);
    await until('the first line', () => said.includes('got first'));
    await one.run(['session', 'send', id, 'second']);
    await until('the second line', () => said.includes('got second'));
    await one.run(['session', 'stop', id, '--force']);
    const [code] = await ended;
    expect(code).toBe(0);
  });

  it('ends without a word when its reader leaves', async () => {
    const { id } = await one.json<SessionInfo>([
      'session',
      'create',
      'flood',
      '--agent',
      'shell',
      '--',
      '-c',
      'yes 0123456789 | head -c 3000000; exec sleep 60',
    ]);
    const child = spawn(one.node, [one.cli, 'session', 'tail', id, '--from', '0', '--follow'], {
      env: one.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    const ended = once(child, 'exit');
    await once(child.stdout, 'data');
    child.stdout.destroy();
    const [code] = await ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('names on stderr what is not kept any more', async () => {
    await one.run(['config', 'set', 'recording.keepMiB', '1']);
    const { id } = await one.json<SessionInfo>([
      'session',
      'create',
      'long',
      '--agent',
      'shell',
      '--',
      '-c',
      'yes 0123456789 | head -c 20000000; echo the-end; exec sleep 60',
    ]);
    const { stdout, stderr } = await until('the end', async () => {
      const result = await one.run(['session', 'tail', id, '--from', '0']);
      return result.stdout.includes('the-end') ? result : null;
    });
    expect(stderr).toMatch(/^bytes 0 to \d+ are missing: older than what is kept$/m);
    const [, to] = /bytes 0 to (\d+)/.exec(stderr) ?? [];
    expect(Number(to)).toBeGreaterThan(10_000_000);
    expect(stdout.length).toBeGreaterThan(900_000);
  });
});
