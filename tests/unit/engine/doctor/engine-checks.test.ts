import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createDoctor, engineChecks } from '../../../../src-main/engine/doctor/index.ts';
import type { Holders } from '../../../../src-main/engine/holders/index.ts';
import { type SessionRecord, SessionRepository } from '../../../../src-main/engine/sessions/index.ts';
import { localSpools } from '../../../../src-main/engine/terminals/index.ts';
import { textsIn } from '../../../../src-main/hosts/cli/output/language.ts';
import type { SessionState } from '../../../../src-shared/contract/index.ts';
import { openStoreIn } from '../../../support/store.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { testLogger } from '../../../support/test-logger.ts';

/** What the doctor says of sessions in these states, in English. */
async function saysOf(
  ...states: readonly (SessionState['name'] | 'failed, unseen')[]
): Promise<{ readonly ok: string; readonly text: string }> {
  const store = await openStoreIn(await tempFolder(), { now: () => 1 });
  onTestFinished(() => store.close());
  const repository = new SessionRepository(store, () => 1, testLogger());
  for (const [n, name] of states.entries()) {
    const session: SessionRecord = {
      id: `ses_0000000000000000000000000${n}`,
      name: `s${n}`,
      agent: 'kimi',
      cwd: '/w',
      args: [],
      env: {},
      depth: 1,
      lifecycle: 'active',
      state: { name: name === 'failed, unseen' ? 'failed' : name, since: 1, evidence: [] },
      unseen: name === 'failed, unseen',
      agentSession: undefined,
      prompt: undefined,
      pinned: false,
      guarded: false,
      tags: [],
      group: undefined,
      rank: String(n),
      createdAt: 1,
      updatedAt: 1,
    };
    await repository.create(session, {
      id: `trm_0000000000000000000000000${n}`,
      sessionId: session.id,
      cols: 80,
      rows: 24,
      agentEnv: {},
      createdAt: 1,
      process: undefined,
      exit: undefined,
      lostHolder: undefined,
      stopAskedAt: undefined,
    });
  }
  // Only the check of the sessions is run; it asks nobody else.
  const checks = engineChecks({ store, repository } as Parameters<typeof engineChecks>[0]);
  const { ok, message, values } = await checks.find(({ id }) => id === 'sessions')!.run();
  return { ok, text: textsIn('en').lookUp(message, values) };
}

it('does not say that no session needs the person while one does', async () => {
  expect(await saysOf('working', 'trust', 'waiting')).toEqual({ ok: 'ok', text: '3 sessions; these need you: s2, s1' });
  expect(await saysOf('trust')).toEqual({ ok: 'ok', text: '1 session; it needs you: s0' });
});

it('counts a failure until somebody has seen it, as the window does', async () => {
  expect(await saysOf('failed, unseen', 'working')).toEqual({ ok: 'ok', text: '2 sessions; these need you: s0' });
  expect(await saysOf('failed', 'working')).toEqual({ ok: 'ok', text: '2 sessions; none needs you' });
});

it('says it when none does, in the singular and the plural', async () => {
  expect(await saysOf('idle')).toEqual({ ok: 'ok', text: '1 session; it does not need you' });
  expect(await saysOf('idle', 'finished')).toEqual({ ok: 'ok', text: '2 sessions; none needs you' });
});

it('sets recordings that belong to no session aside, but none that a holder has or may have', async () => {
  const dataFolder = await tempFolder();
  const store = await openStoreIn(dataFolder, { now: () => 1 });
  onTestFinished(() => store.close());
  const [free, held] = ['trm_00000000000000000000000001', 'trm_00000000000000000000000002'];
  for (const child of [free, held]) await mkdir(join(dataFolder, 'spool', child), { recursive: true });
  let connected = false;
  const holders = {
    refresh: async () => new Map([[held, {}]]),
    status: () => [{ connected }],
  } as unknown as Holders;
  const options = { repository: new SessionRepository(store, () => 1, testLogger()), spools: localSpools(dataFolder), holders };
  const doctor = createDoctor(engineChecks(options as Parameters<typeof engineChecks>[0]).filter(({ id }) => id === 'recordings'));
  const [unknown] = await doctor.run();
  expect(unknown).toMatchObject({ ok: 'warning', values: { terminals: [free, held] } });
  expect(unknown, 'a holder that does not answer may have them').not.toHaveProperty('remedy');
  connected = true;
  const [found] = await doctor.run();
  expect(found?.remedy).toMatchObject({ values: { terminals: [free] } });
  expect(await doctor.repair('recordings')).toMatchObject({ ok: 'warning', values: { terminals: [held] } });
  expect(await readdir(join(dataFolder, 'aside', 'spool'))).toEqual([free]);
  expect(await readdir(join(dataFolder, 'spool'))).toEqual([held]);
});
