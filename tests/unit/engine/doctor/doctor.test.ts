import { expect, it, onTestFinished, vi } from 'vitest';
import type { AgentInfo } from '#shared/contract/index.ts';
import { withoutTexts } from '#shared/degradation.ts';
import { speak } from '#shared/messages/said.ts';
import { textsIn } from '#shared/messages/texts-in.ts';
import { createDoctor, machineChecks } from '../../../../src-main/engine/doctor/index.ts';
import { KEYCHAIN_ANSWER_MS } from '../../../../src-main/engine/secrets/index.ts';
import { doctor as en } from '../../../../src-shared/messages/en/doctor.ts';
import { doctor as zh } from '../../../../src-shared/messages/zh-CN/doctor.ts';

it('gives every check its finding, also those that throw or hang', async () => {
  const doctor = createDoctor(
    [
      { id: 'good', run: async () => ({ ok: 'ok', message: 'doctor.disk.ok', values: { free: 5 } }) },
      { id: 'throws', run: () => Promise.reject(new Error('disk on fire')) },
      { id: 'hangs', run: () => new Promise(() => undefined) },
    ],
    20,
  );
  expect(await doctor.run()).toMatchObject([
    { id: 'good', ok: 'ok', values: { free: 5 } },
    { id: 'throws', ok: 'failed', message: 'doctor.crashed', values: { reason: 'Error: disk on fire' } },
    { id: 'hangs', ok: 'failed', values: { reason: 'Error: no answer in 20 ms' } },
  ]);
});

it('gives a check that asks a keychain the time in which that has counted as locked', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { promise: answer, resolve } = Promise.withResolvers<string>();
  const silent = () => {
    setTimeout(() => resolve('no answer'), KEYCHAIN_ANSWER_MS);
    return answer;
  };
  const options = { dataFolder: '/nowhere', keychain: silent } as unknown as Parameters<typeof machineChecks>[0];
  const checks = machineChecks(options);
  const found = createDoctor(checks.filter(({ id }) => id === 'keychain')).run();
  await vi.advanceTimersByTimeAsync(2 * KEYCHAIN_ANSWER_MS);
  vi.useRealTimers();
  expect(await found).toMatchObject([{ ok: 'ok', message: 'doctor.keychain.none', values: { why: 'no answer' } }]);
});

it('repairs what a finding offers, and says what is found then; nothing else', async () => {
  let broken = true;
  const remedy = { message: 'doctor.remedy.runtime' } as const;
  const doctor = createDoctor([
    {
      id: 'mendable',
      run: async () => (broken ? { ok: 'warning', message: 'doctor.runtime.missing', remedy } : { ok: 'ok', message: 'doctor.runtime.ok' }),
      repair: async () => {
        broken = false;
      },
    },
    { id: 'elsewhere', run: async () => ({ ok: 'failed', message: 'doctor.kimi.missing', remedy }) },
    {
      id: 'stubborn',
      run: async () => ({ ok: 'failed', message: 'doctor.keychain.open', remedy }),
      repair: async () => Promise.reject(new Error('no')),
    },
  ]);
  const [found] = await doctor.run();
  expect(found?.remedy).toEqual({ message: 'doctor.remedy.runtime', values: {} });
  expect(broken, 'looking changes nothing').toBe(true);
  expect(await doctor.repair('mendable')).toEqual({ id: 'mendable', ok: 'ok', message: 'doctor.runtime.ok', values: {} });
  expect(await doctor.repair('mendable'), 'it is in order now, whoever did it').toMatchObject({ ok: 'ok' });
  await expect(doctor.repair('elsewhere')).rejects.toMatchObject({ code: 'CONFLICT' });
  await expect(doctor.repair('nothing')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(doctor.repair('stubborn')).rejects.toThrow('no');
});

it('says of a wrong kimi.path that it is the setting, and offers nothing that would not help', async () => {
  const { said: problemSaid, text: problem } = speak('agent.refused', { path: '/nope/kimi', reason: 'missing' });
  const missing: AgentInfo = { id: 'kimi', found: false, looked: ['/nope/kimi'], problem, problemSaid };
  const found = async (info: AgentInfo, where?: string) => {
    const agents = { list: async () => [info] };
    const options = { dataFolder: '/nowhere', agents, kimiPathFrom: () => where } as unknown as Parameters<typeof machineChecks>[0];
    const [kimi] = await createDoctor(machineChecks(options).filter(({ id }) => id === 'kimi')).run();
    return kimi;
  };
  const wrong = await found({ ...missing, source: 'setting' });
  expect(wrong).toEqual({
    id: 'kimi',
    ok: 'failed',
    message: 'doctor.kimi.setting',
    values: { problem: problemSaid },
    missing: 'kimi',
    repair: 'kimi-shell config unset kimi.path',
  });
  const above = await found({ ...missing, source: 'setting' }, 'KIMI_SHELL_KIMI_PATH');
  expect(above, 'the file does not decide it').toMatchObject({
    values: { problem: problemSaid, where: 'KIMI_SHELL_KIMI_PATH' },
    repair: 'kimi-shell config get kimi.path --json',
  });
  const about = (check: Awaited<ReturnType<typeof found>>) => (check === undefined ? [] : withoutTexts(check, textsIn('en').t));
  expect(about(wrong)).toHaveLength(2);
  const elsewhere = await found(missing);
  expect(elsewhere).toMatchObject({
    message: 'doctor.kimi.problem',
    repair: 'kimi-shell agent install',
    remedy: { message: 'doctor.remedy.kimi' },
  });
  expect(about(elsewhere), 'what brings Kimi is said, too').toHaveLength(3);
});

it('says the same values in both languages', () => {
  const values = (text: string) => [...text.matchAll(/\{\{(\w+)(?:, MiB)?\}\}/g)].map((match) => match[1]).sort();
  for (const key of Object.keys(en) as (keyof typeof en)[]) expect(values(zh[key]), key).toEqual(values(en[key]));
});
