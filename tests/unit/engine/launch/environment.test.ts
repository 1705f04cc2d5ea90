import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { engineEnvironment } from '#main/engine/background/index.ts';
import { allowedEnvironment, cleanLoginEnvironment, cleanPath, readVariable, terminalVariables } from '#main/engine/launch/environment.ts';

describe('what children see of the engine’s own environment', () => {
  it('is who, where, which language, desktop and proxy', () => {
    const engine = {
      HOME: '/home/a',
      USER: 'a',
      SHELL: '/bin/zsh',
      LC_TIME: 'de_DE.UTF-8',
      XDG_RUNTIME_DIR: '/run/user/1',
      SSH_AUTH_SOCK: '/run/agent',
      https_proxy: 'http://proxy',
      TZ: 'Asia/Shanghai',
    };
    expect(allowedEnvironment(engine, 'linux')).toEqual(engine);
  });

  it('is never what started the engine: loaders, Node, Electron, npm, an outer session, secrets', () => {
    const engine = {
      NODE_OPTIONS: '--require x',
      LD_PRELOAD: 'x.so',
      DYLD_INSERT_LIBRARIES: 'x',
      ELECTRON_RUN_AS_NODE: '1',
      npm_config_registry: 'x',
      npm_lifecycle_event: 'start',
      INIT_CWD: '/x',
      KIMI_SHELL_HOME: '/x',
      KIMI_SHELL_TOKEN: 'secret',
      AWS_SECRET_ACCESS_KEY: 'secret',
      OLDPWD: '/x',
    };
    expect(allowedEnvironment(engine, 'linux')).toEqual({});
    expect(allowedEnvironment(engine, 'darwin')).toEqual({});
    expect(allowedEnvironment(engine, 'win32')).toEqual({});
  });

  it('is less than what an engine is given: our settings, and the headers that its measurements go with', () => {
    const given = { KIMI_SHELL_HOME: '/x', LOG_LEVEL: 'debug', OTEL_EXPORTER_OTLP_HEADERS: 'authorization=secret' };
    const engine = engineEnvironment({ ...given, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://elsewhere', TOKEN: 'secret' }, 'win32');
    expect(engine).toEqual(given);
    expect(allowedEnvironment(engine, 'linux')).toEqual({});
  });

  it('on Windows is what programs need to start, whatever the case of the names', () => {
    const engine = {
      Path: 'C:\\Windows',
      SystemRoot: 'C:\\Windows',
      'ProgramFiles(x86)': 'C:\\P',
      KIMI_SHELL_PATH: 'C:\\git\\bash.exe',
      SECRET: 'x',
    };
    expect(Object.keys(allowedEnvironment(engine, 'win32'))).toEqual(['Path', 'SystemRoot', 'ProgramFiles(x86)', 'KIMI_SHELL_PATH']);
    expect(readVariable(engine, 'PATH', 'win32')).toBe('C:\\Windows');
    expect(readVariable(engine, 'PATH', 'linux')).toBeUndefined();
  });

  it('has no script folders of npm on the path, no relative and no empty entry, and nothing twice', () => {
    const path = '/p/node_modules/.bin:/node_modules/.bin/:/usr/lib/npm/bin/node-gyp-bin::bin:.:/usr/bin:/bin:/usr/bin';
    expect(cleanPath(path, 'linux')).toBe('/usr/bin:/bin');
    expect(cleanPath('C:\\p\\node_modules\\.bin;C:\\Windows;;x', 'win32')).toBe('C:\\Windows');
  });

  it('keeps every absolute entry in its order', () => {
    const entry = fc.string({ minLength: 1 }).map((text) => `/${text.replaceAll(/[:\u0000]/g, '')}/end`);
    fc.assert(
      fc.property(fc.uniqueArray(entry), (entries) => {
        expect(cleanPath(entries.join(':'), 'linux')).toBe(entries.join(':'));
      }),
    );
  });
});

describe('what a login shell says', () => {
  it('keeps what the person set there, and drops what is about that shell or ours', () => {
    const login = { PATH: '/x', NODE_OPTIONS: '--max-old-space-size=8192', NPM_CONFIG_PREFIX: '/n', KIMI_SHELL_PATH: '/bash' };
    expect(
      cleanLoginEnvironment({ ...login, SHLVL: '2', PWD: '/x', _: '/x', TERM: 'dumb', KIMI_SHELL_MARK: 'm', KIMI_SHELL_HOME: '/x' }),
    ).toEqual(login);
  });

  it('gets UTF-8 only when no language is set', () => {
    expect(terminalVariables({}, 'linux')).toEqual({ TERM: 'xterm-256color', COLORTERM: 'truecolor', LANG: 'C.UTF-8' });
    expect(terminalVariables({}, 'darwin')).toMatchObject({ LANG: 'en_US.UTF-8' });
    expect(terminalVariables({ LANG: 'zh_CN.GBK' }, 'linux')).toEqual({ TERM: 'xterm-256color', COLORTERM: 'truecolor' });
    expect(terminalVariables({ LC_ALL: 'de_DE.UTF-8' }, 'linux')).not.toHaveProperty('LANG');
  });
});
