import { rename } from 'node:fs/promises';
import { expect, it, onTestFinished } from 'vitest';
import { auditPaths } from '../../../../src-main/engine/audit/index.ts';
import { fact, openAuditIn } from '../../../support/audit.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

it('a checkpoint that cannot be written for a while is no alarm, and forgotten once one is', async () => {
  const folder = await tempFolder();
  const { folder: own } = auditPaths(folder);
  const audit = await openAuditIn(folder);
  onTestFinished(() => audit.close());
  await rename(own, `${own}.away`);
  expect(await audit.record(fact())).toBe(true);
  await expect.poll(() => audit.problem()).toMatchObject({ kind: 'unsigned', reason: expect.stringContaining('ENOENT') });

  await rename(`${own}.away`, own);
  expect(await audit.record(fact())).toBe(true);
  await expect.poll(() => audit.problem()).toBeNull();
  expect(await audit.verify()).toEqual({ verdict: 'intact', at: null, entries: 2 });
});
