import { describe, expect, it } from 'vitest';
import { errorCodes } from '#shared/errors/error-page.ts';
import { person } from './support.ts';

describe('kimi-shell help --troubleshoot', () => {
  it('lists every code, and starts no engine for it', async () => {
    const { run, enginePid } = await person();
    const { code, stdout } = await run(['help', '--troubleshoot']);
    expect(code).toBe(0);
    for (const one of errorCodes()) expect(stdout).toMatch(new RegExp(`^${one} `, 'm'));
    expect(await enginePid()).toBeNull();
  });

  it('shows the page of one, in the reader’s language', async () => {
    const { run } = await person();
    const page = await run(['help', '--troubleshoot', 'engine-silent']);
    expect(page).toMatchObject({ code: 0, stderr: '' });
    expect(page.stdout).toMatch(/^ENGINE_SILENT\n[\s\S]*Exit code\s+124[\s\S]*kill -CONT/);
    expect((await run(['help', '--troubleshoot', 'ENGINE_SILENT'], { env: { LANG: 'zh_CN.UTF-8' } })).stdout).toContain('怎么办');
  });

  it('ends with 2 for a code that does not exist, and names the nearest', async () => {
    const { run } = await person();
    const refused = await run(['help', '--troubleshoot', 'ENGINE_SILNT']);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('ENGINE_SILENT');
  });
});
