import { describe, expect, test } from 'vitest';
import { isRunning, processesMarked } from '../../support/processes.ts';
import { sharedHolder, type TestChild } from './support.ts';

const shared = sharedHolder();

/** Number that a program printed as `name=<pid>`. */
function pidOf(child: TestChild, name: string): number {
  return Number(new RegExp(`${name}=(\\d+)`).exec(child.output.text)?.[1]);
}

async function left(child: TestChild): Promise<readonly string[]> {
  return (await processesMarked(`KIMI_SHELL_CHILD=${child.id}`)).map(({ command }) => command);
}

describe('stopping a child', () => {
  test('hangs up its terminal first, and that is enough for a shell', async () => {
    const child = await shared().run('/bin/bash', ['--norc', '-i']);
    // Its own word, and not the echo of what was typed.
    await child.type('sleep 300 & echo started $((40 + 2))\n');
    await child.output.untilText('started 42\r\n');
    expect(await shared().client.stop(child.id, { graceMs: 5000 })).toEqual({ how: 'hangup', survivors: [] });
    expect(child.output.exit ?? (await child.output.untilExit())).toMatchObject({ code: null, signal: 'SIGHUP' });
    expect(await left(child)).toEqual([]);
  });

  test('goes on to SIGTERM, then to SIGKILL, for those that do not listen', async () => {
    const polite = await shared().sh('trap "" HUP; trap "exit 7" TERM; echo ready; while :; do sleep 0.05; done');
    await polite.output.untilText('ready');
    expect(await shared().client.stop(polite.id, { graceMs: 1000 })).toEqual({ how: 'terminated', survivors: [] });
    expect(await polite.output.untilExit()).toMatchObject({ code: 7 });

    const stubborn = await shared().sh('trap "" HUP TERM; echo ready; while :; do sleep 0.05; done');
    await stubborn.output.untilText('ready');
    expect(await shared().client.stop(stubborn.id, { graceMs: 300 })).toEqual({ how: 'killed', survivors: [] });
    expect(await stubborn.output.untilExit()).toMatchObject({ signal: 'SIGKILL' });
    expect(await left(stubborn)).toEqual([]);
  });

  test('finds those that left its session, its group and their parents', async () => {
    const line = [
      'sh -c "echo grandchild=\\$\\$; exec sleep 300" &',
      'setsid sh -c "echo session=\\$\\$; exec sleep 300" &',
      // Twice forked: its parent is gone and it leads a session of its own.
      '(setsid sh -c "sh -c \'echo daemon=\\$\\$; exec sleep 300 < /dev/null\' & exit" &)',
      'trap "" HUP; while :; do sleep 0.1; done',
    ].join('\n');
    const child = await shared().sh(line);
    for (const name of ['grandchild', 'session', 'daemon']) await child.output.until(() => pidOf(child, name) > 0);
    const pids = ['grandchild', 'session', 'daemon'].map((name) => pidOf(child, name));
    for (const pid of pids) expect(await isRunning(pid)).toBe(true);
    expect(await shared().client.stop(child.id, { graceMs: 500 })).toMatchObject({ survivors: [] });
    for (const pid of pids) expect(await isRunning(pid)).toBe(false);
    expect(await left(child)).toEqual([]);
  });

  test('reaches what is stopped (SIGSTOP)', async () => {
    const child = await shared().sh('echo ready; kill -STOP $$; sleep 300');
    await child.output.untilText('ready');
    expect(await shared().client.stop(child.id, { graceMs: 2000 })).toMatchObject({ survivors: [] });
    expect(await left(child)).toEqual([]);
  });

  test('by force goes straight to SIGKILL, also while a kind stop is under way', async () => {
    const child = await shared().sh('trap "" HUP TERM; echo ready; while :; do sleep 0.05; done');
    await child.output.untilText('ready');
    const kind = shared().client.stop(child.id, { graceMs: 60_000 });
    expect(await shared().client.stop(child.id, { graceMs: 100, force: true })).toEqual({ how: 'killed', survivors: [] });
    expect(await kind).toMatchObject({ survivors: [] });
  });

  test('ends a child with pipes by SIGTERM', async () => {
    const child = await shared().run('/bin/sh', ['-c', 'sleep 300 & echo ready; wait'], { kind: 'pipe' });
    await child.output.untilText('ready');
    expect(await shared().client.stop(child.id, { graceMs: 5000 })).toEqual({ how: 'terminated', survivors: [] });
    expect(await child.output.untilExit()).toMatchObject({ code: null, signal: 'SIGTERM' });
    expect(await left(child)).toEqual([]);
  });

  test('that has ended says so, and when it returns the exit is known', async () => {
    const child = await shared().sh('exit 6');
    await child.output.untilExit();
    expect(await shared().client.stop(child.id, { graceMs: 100 })).toEqual({ how: 'already', survivors: [] });
    const other = await shared().run('/bin/cat', []);
    await shared().client.stop(other.id, { graceMs: 1000 });
    expect((await shared().client.list()).find(({ childId }) => childId === other.id)?.exit).toBeDefined();
  });

  test('of fifty at once ends all of them', async () => {
    const holder = shared();
    const children = await Promise.all(Array.from({ length: 50 }, () => holder.run('/bin/sh', ['-i'])));
    const reports = await Promise.all(children.map(({ id }) => holder.client.stop(id, { graceMs: 5000 })));
    for (const report of reports) expect(report.survivors).toEqual([]);
    for (const child of children) expect(await child.output.untilExit()).toBeDefined();
  });

  test('leaves other children alone', async () => {
    const first = await shared().run('/bin/cat', []);
    const second = await shared().run('/bin/cat', []);
    await shared().client.stop(first.id, { graceMs: 1000 });
    await second.type('still here\n');
    await second.output.untilText('still here');
  });
});

describe('a signal', () => {
  test('reaches the group of the program', async () => {
    const child = await shared().sh('trap "echo interrupted; exit 9" INT; echo ready; while :; do sleep 0.05; done');
    await child.output.untilText('ready');
    await shared().client.signal(child.id, 'SIGINT');
    expect(await child.output.untilExit()).toMatchObject({ code: 9 });
    expect(child.output.text).toContain('interrupted');
  });
});
