import { describe, expect, it } from 'vitest';
import { LateCode } from '#renderer/components/late-code.ts';
import { crashReport, withoutPaths } from '#renderer/features/stage/crash-report.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';

describe('code that is fetched when it is needed', () => {
  it('is fetched once, and anew only when a failure was forgotten', async () => {
    let tries = 0;
    const code = new LateCode(async () => {
      tries += 1;
      if (tries === 1) throw new Error('the engine has gone');
      return tries;
    });
    await expect(code.get()).rejects.toThrow('gone');
    await expect(code.get()).rejects.toThrow('gone');
    code.forgetFailure();
    expect(await code.get()).toBe(2);
    code.forgetFailure();
    expect(await code.get()).toBe(2);
  });

  it('is fetched for the first one who hears of it, and is known without waiting from then on', async () => {
    const code = new LateCode(async () => 'here');
    expect(code.current()).toEqual({ kind: 'absent' });
    const told = new Promise<void>((resolve) => code.subscribe(resolve));
    await told;
    expect(code.current()).toEqual({ kind: 'ready', value: 'here' });
    expect(code.current()).toBe(code.current());
  });

  it('says why it could not be fetched to whoever hears of it, and that it is absent once that was forgotten', async () => {
    const error = new Error('the engine has gone');
    const code = new LateCode(() => Promise.reject(error));
    const heard: string[] = [];
    code.subscribe(() => heard.push(code.current().kind));
    await expect(code.get()).rejects.toBe(error);
    code.forgetFailure();
    expect(heard).toEqual(['failed', 'absent']);
  });

  it('has the page loaded anew when fetching it anew does not help, and not before', async () => {
    let renewed = 0;
    const code = new LateCode(
      () => Promise.reject(new Error('kept failed by the browser')),
      async () => {
        renewed += 1;
      },
    );
    await expect(code.get()).rejects.toThrow('kept failed');
    expect(renewed).toBe(0);
    code.forgetFailure();
    await expect(code.get()).rejects.toThrow('kept failed');
    expect(renewed).toBe(1);
  });
});

describe('the report of a pane that could not be drawn', () => {
  it('says what failed, where, and in which version', () => {
    const error = new KimiError('FOLDER_MISSING', { path: '/srv/secret-plan/src' });
    const report = crashReport({ error, components: 'at TerminalPane\nat Pane' }, null, 'Chromium 1', ['/srv/secret-plan']);
    expect(report).toContain('FOLDER_MISSING');
    expect(report).toContain('Components:\nat TerminalPane');
    expect(report).toContain('Chromium 1');
    expect(report).toContain('<folder>/src');
    expect(report).not.toContain('secret-plan');
  });

  it('names no home, no folder that was said to be private, and nothing that lets somebody in', () => {
    const said = withoutPaths(
      `at f (http://127.0.0.1:4711/assets/pane.js:1:2) /${'home'}/ada/x /${'Users'}/ada/y C:\\${'Users'}\\ada\\z /data/of/ada/spool /data/of #code=abc`,
      ['/data/of', '/data/of/ada', ''],
    );
    expect(said).toBe('at f (<page>/assets/pane.js:1:2) ~/x ~/y ~\\z <folder>/spool <folder> #code=…');
    expect(said).not.toMatch(/ada/);
  });

  it('says also what was thrown without being an error', () => {
    expect(crashReport({ error: 'just words', components: '' }, null, 'b', [])).toBe('just words\n\nengine unknown\n\nb');
  });
});
