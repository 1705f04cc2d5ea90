import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { launchdPlist } from '#main/engine/service/launchd/plist.ts';
import { serviceName } from '#main/engine/service/name.ts';
import { systemdUnit } from '#main/engine/service/systemd/unit.ts';
import { taskXml, windowsWord } from '#main/engine/service/task-scheduler/task.ts';
import type { KimiError } from '#shared/errors/kimi-error.ts';

const SPEC = {
  name: 'kimi-shell',
  program: '/opt/kimi shell/node',
  args: ['/opt/kimi shell/headless.js', '--data', '/home/me/.kimi-shell'],
  dataFolder: '/home/me/.kimi-shell',
};

/** What a folder may be called: the characters that mean something somewhere more often than others. */
const character = fc.oneof(
  fc.constantFrom(...' \'"\\%$&<>`;{}[]()#!|*?~=^'),
  fc.constantFrom('数', 'é', '𝄞', '\u200b', 'ß'),
  fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }),
);
const path = fc.array(character, { minLength: 1, maxLength: 20 }).map((all) => `/${all.join('')}`);

/** Reads what Python's own parsers make of many documents at once. */
function python<T>(program: string, documents: readonly Uint8Array[]): T {
  const input = JSON.stringify(documents.map((document) => Buffer.from(document).toString('base64')));
  const script = `import sys, json, base64\ndocuments = [base64.b64decode(one) for one in json.load(sys.stdin)]\n${program}`;
  return JSON.parse(execFileSync('python3', ['-c', script], { input, encoding: 'utf8' })) as T;
}

describe('the name of a service', () => {
  it('is the product’s for the default data folder, and tells others apart', () => {
    expect(serviceName('/home/me/.kimi-shell', '/home/me')).toBe('kimi-shell');
    expect(serviceName('/home/me/.kimi-shell', '/home/you')).toMatch(/^kimi-shell-kimi-shell-[0-9a-f]{8}$/);
    expect(serviceName('/data/Work in progress', '/home/me')).toMatch(/^kimi-shell-work-in-progress-[0-9a-f]{8}$/);
    expect(serviceName('/数据', '/home/me')).toMatch(/^kimi-shell-[0-9a-f]{8}$/);
    expect(serviceName('/a/work', '/home/me')).not.toBe(serviceName('/b/work', '/home/me'));
  });

  it('has only letters that every service manager takes, and is the same each time', () => {
    fc.assert(
      fc.property(path, (folder) => {
        const name = serviceName(folder, '/home/me');
        expect(name).toMatch(/^kimi-shell(-[a-z0-9]+)+$/);
        expect(name.length).toBeLessThan(50);
        expect(serviceName(folder, '/home/me')).toBe(name);
      }),
    );
  });
});

describe('a unit of systemd', () => {
  it('restarts after failures with a limit, ends only the engine itself, and waits longer than the engine takes', () => {
    const unit = systemdUnit(SPEC);
    for (const line of [
      'Type=exec',
      'Restart=on-failure',
      'StartLimitBurst=5',
      'KillMode=process',
      'TimeoutStopSec=10',
      'WantedBy=default.target',
    ])
      expect(unit.split('\n')).toContain(line);
    expect(unit).toContain('"/opt/kimi shell/node" "/opt/kimi shell/headless.js" "--data" "/home/me/.kimi-shell"');
  });
});

describe('an agent of launchd', () => {
  it('is a property list with what launchd is to do', () => {
    const [read] = python<object[]>('import plistlib; json.dump([plistlib.loads(one) for one in documents], sys.stdout)', [
      Buffer.from(launchdPlist(SPEC)),
    ]);
    expect(read).toEqual({
      Label: 'kimi-shell',
      ProgramArguments: [SPEC.program, ...SPEC.args],
      EnvironmentVariables: { NODE_OPTIONS: '' },
      RunAtLoad: true,
      KeepAlive: { SuccessfulExit: false },
      ThrottleInterval: 10,
      ExitTimeOut: 10,
      AbandonProcessGroup: true,
      ProcessType: 'Interactive',
      StandardOutPath: '/home/me/.kimi-shell/logs/service.log',
      StandardErrorPath: '/home/me/.kimi-shell/logs/service.log',
    });
  });

  it('keeps every path as it is', () => {
    const anything = fc.array(fc.oneof(character, fc.constantFrom('\n', '\r', '\t', '\r\n', ']]>'))).map((all) => `/${all.join('')}`);
    const folders = fc.sample(fc.tuple(anything, anything), 100);
    const plists = folders.map(([dataFolder, program]) => Buffer.from(launchdPlist({ ...SPEC, dataFolder, program })));
    const read = python<[string, string][]>(
      "import plistlib\nread = [plistlib.loads(one) for one in documents]\njson.dump([[one['StandardOutPath'], one['ProgramArguments'][0]] for one in read], sys.stdout)",
      plists,
    );
    for (const [index, [dataFolder, program]] of folders.entries()) {
      expect(read[index]).toEqual([join(dataFolder, 'logs', 'service.log'), program]);
    }
  });

  it('is refused for a path that no XML can hold', () => {
    for (const dataFolder of ['/a\u0001b', '/a\ufffe', '/a\ud800'])
      expect(() => launchdPlist({ ...SPEC, dataFolder })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }) as KimiError);
  });
});

describe('a task of Task Scheduler', () => {
  const NAMESPACE = '{http://schemas.microsoft.com/windows/2004/02/mit/task}';
  const texts = (documents: readonly Uint8Array[]) =>
    python<Record<string, string>[]>(
      `import xml.etree.ElementTree as tree
json.dump([{one.tag.replace('${NAMESPACE}', ''): one.text for one in tree.fromstring(document).iter() if len(one) == 0} for document in documents], sys.stdout)`,
      documents,
    );

  it('runs at this person’s logon, with no time limit, again after a failure', () => {
    const document = taskXml({ ...SPEC, program: 'C:\\Kimi Shell\\node.exe' }, 'PC\\me');
    expect([...document.subarray(0, 2)]).toEqual([0xff, 0xfe]);
    expect(texts([document])[0]).toMatchObject({
      UserId: 'PC\\me',
      LogonType: 'InteractiveToken',
      RunLevel: 'LeastPrivilege',
      ExecutionTimeLimit: 'PT0S',
      Interval: 'PT1M',
      Count: '5',
      MultipleInstancesPolicy: 'IgnoreNew',
      StopIfGoingOnBatteries: 'false',
      Command: 'C:\\Kimi Shell\\node.exe',
      Arguments: '"/opt/kimi shell/headless.js" --data /home/me/.kimi-shell',
    });
  });

  it('keeps every path as it is', () => {
    const programs = fc.sample(
      path.filter((one) => !/%.*%|\$\(/s.test(one)),
      100,
    );
    const read = texts(programs.map((program) => taskXml({ ...SPEC, program }, 'PC\\me & <co>')));
    expect(read.map(({ Command }) => Command)).toEqual(programs);
    expect(new Set(read.map(({ UserId }) => UserId))).toEqual(new Set(['PC\\me & <co>']));
  });

  it('writes a command line as Windows’ programs read it', () => {
    const lists = fc.sample(fc.array(fc.oneof(path, fc.constantFrom('', '\\', '\\\\', 'a\\" b', 'a b\\', 'tab\there'))), 200);
    // Python's own writer of such lines, in the rules of Microsoft's C runtime.
    const expected = python<string[]>(
      'import subprocess\njson.dump([subprocess.list2cmdline(json.loads(one)) for one in documents], sys.stdout)',
      lists.map((words) => Buffer.from(JSON.stringify(words))),
    );
    expect(lists.map((words) => words.map(windowsWord).join(' '))).toEqual(expected);
  });

  it('is refused for a path in which Task Scheduler would see a variable', () => {
    for (const program of ['C:\\%TEMP%\\node.exe', 'C:\\$(Arg0)\\node.exe'])
      expect(() => taskXml({ ...SPEC, program }, 'PC\\me')).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }) as KimiError);
    expect(() => taskXml({ ...SPEC, program: 'C:\\100%\\node.exe' }, 'PC\\me')).not.toThrow();
  });
});
