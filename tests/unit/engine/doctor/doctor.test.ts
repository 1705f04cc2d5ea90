import { expect, it } from 'vitest';
import { createDoctor } from '../../../../src-main/engine/doctor/index.ts';
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

it('says the same values in both languages', () => {
  const values = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();
  for (const key of Object.keys(en) as (keyof typeof en)[]) expect(values(zh[key]), key).toEqual(values(en[key]));
});
