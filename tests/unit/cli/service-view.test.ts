import { describe, expect, it } from 'vitest';
import { textsIn } from '#main/hosts/cli/output/language.ts';
import { serviceView } from '#main/hosts/cli/output/service-view.ts';
import { styleFor } from '#main/hosts/cli/output/style.ts';

const look = { texts: textsIn('en'), style: styleFor(process.stdout, { NO_COLOR: '1' }), now: 200_000, width: undefined };
const STATUS = {
  name: 'kimi-shell',
  system: 'systemd',
  dataFolder: '/data',
  file: '/units/kimi-shell.service',
  installed: true,
  current: true,
  standsBy: false,
  state: 'running',
  pid: 12,
  since: 20_000,
  linger: false,
} as const;

describe('the status of a service', () => {
  it('says what runs, from where, and what becomes of it at logout', () => {
    expect(serviceView(STATUS, look).split('\n')).toEqual([
      'Service       kimi-shell (systemd)',
      'Data folder   /data',
      'File          /units/kimi-shell.service, up to date',
      'State         running, process 12, for 3 min',
      'After logout  ends, and sessions with it (loginctl enable-linger lets them run on)',
    ]);
  });

  it('says what is not as it should be', () => {
    const text = serviceView({ ...STATUS, current: false, standsBy: true, pid: null, since: null, linger: null }, look);
    expect(text).toContain('running, stands by while another engine serves');
    expect(text).toContain('kimi-shell service install brings it up to date');
    expect(text).not.toContain('After logout');
    expect(serviceView({ ...STATUS, state: 'failed', pid: null, since: null }, look)).toContain('logs/engine.log');
  });
});
