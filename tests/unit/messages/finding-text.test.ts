import { describe, expect, it } from 'vitest';
import { findingText } from '#shared/messages/finding-text.ts';
import { speak } from '#shared/messages/said.ts';
import { textsIn } from '#shared/messages/texts-in.ts';

const [english, chinese] = [textsIn('en'), textsIn('zh-CN')];

describe('a finding of the doctor', () => {
  it('joins what it lists as the reader’s language does', () => {
    const silent = { message: 'doctor.holder.silent', values: { pids: [41, 42] } };
    expect(findingText(silent, english)).toContain('(pid 41, 42)');
    expect(findingText(silent, chinese)).toContain('（pid 41、42）');
    const waiting = { message: 'doctor.sessions.waiting', values: { count: 3, names: ['fix it', '修复'] } };
    expect(findingText(waiting, english)).toBe('3 sessions; these need you: fix it, 修复');
    expect(findingText(waiting, chinese)).toBe('共 3 个会话，等你处理：fix it、修复');
  });

  it('says what is wrong with Kimi and with settings in the reader’s language', () => {
    const kimi = {
      message: 'doctor.kimi.problem',
      values: { problem: speak('agent.refused', { path: '/x/kimi', reason: 'EACCES' }).said },
    };
    expect(findingText(kimi, chinese)).toMatch(/^找到了 Kimi，但无法运行：\/x\/kimi：系统拒绝访问（EACCES）。/);
    const problems = [
      speak('setting.ignored', { name: 'theme', reason: 'one of these is expected', allowed: ['light', 'dark'] }).said,
      speak('setting.ignored', { name: 'terminal.fontSize', reason: 'too large', limit: 40 }).said,
    ];
    const settings = { message: 'doctor.settings.problem', values: { ignored: problems } };
    expect(findingText(settings, chinese)).toContain('theme（可用的值：light、dark）、terminal.fontSize（');
    expect(findingText(settings, english)).toContain(
      'ignored: theme (One of these is expected: light, dark), terminal.fontSize (At most 40 is allowed). Correct',
    );
  });

  it('says which setting names a wrong place for Kimi', () => {
    const kimi = {
      message: 'doctor.kimi.setting',
      values: { problem: speak('agent.refused', { path: '/nope/kimi', reason: 'missing' }).said },
    };
    expect(findingText(kimi, english)).toBe(
      'The setting kimi.path names no program that can be run: /nope/kimi: There is no such file. Correct it, or clear it with “kimi-shell config unset kimi.path”: Kimi is then looked for by itself.',
    );
    const above = { ...kimi, values: { ...kimi.values, where: 'KIMI_SHELL_KIMI_PATH' } };
    expect(findingText(above, english)).toContain('Correct or clear it where it is set: KIMI_SHELL_KIMI_PATH.');
    expect(findingText(kimi, chinese)).toMatch(/^设置 kimi\.path 指定的程序无法使用：\/nope\/kimi：没有这个文件。请更正它/);
  });

  it('says free space in the unit that one thinks of it in', () => {
    const free = (mib: number) => ({ message: 'doctor.disk.ok', values: { free: mib } });
    expect(findingText(free(78_131), english)).toBe('76.3 GiB free on disk');
    expect(findingText(free(78_131), chinese)).toBe('磁盘剩余 76.3 GiB');
    expect(findingText(free(1023), english)).toBe('1,023 MiB free on disk');
    expect(findingText(free(2_411_724), english)).toBe('2,355.2 GiB free on disk');
  });

  it('lists where Kimi was looked for unless that stands elsewhere', () => {
    const missing = (values: { readonly looked?: readonly string[] }) => ({ message: 'doctor.kimi.missing', values });
    expect(findingText(missing({ looked: ['/a', '/b'] }), english)).toMatch(/^Kimi was not found\. Looked at: \/a, \/b\. Install/);
    expect(findingText(missing({}), english)).toMatch(/^Kimi was not found\. Install/);
    expect(findingText(missing({}), chinese)).toMatch(/^未找到 Kimi。可运行/);
  });

  it('quotes what a part of the system said, and has what we say of it ourselves in the reader’s language', () => {
    const foreign = { message: 'doctor.keychain.none', values: { why: 'Platform failure: DBus error' } };
    expect(findingText(foreign, english)).toBe('No keychain can be used here (the system says “Platform failure: DBus error”)');
    expect(findingText(foreign, chinese)).toBe('这里没有可用的钥匙串（系统的原话：“Platform failure: DBus error”）');
    const silent = { message: 'doctor.keychain.none', values: { why: 'no answer in time' } };
    expect(findingText(silent, english)).toBe('No keychain can be used here (It did not answer in time)');
    expect(findingText(silent, chinese)).toBe('这里没有可用的钥匙串（它没有及时响应）');
  });

  it('has a known reason without a stop in the middle of its sentence', () => {
    const refused = { message: 'doctor.data.unwritable', values: { path: '/d', reason: 'EACCES' } };
    expect(findingText(refused, english)).toContain('(The system denies access to it (EACCES)). Make');
    expect(findingText(refused, chinese)).toContain('系统拒绝访问（EACCES）');
  });
});
