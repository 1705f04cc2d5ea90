import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { getElectronVersion } from 'app-builder-lib/out/electron/electronVersion.js';
import { describe, expect, it } from 'vitest';
import { APP_ID, metainfo } from '../../../packaging/metainfo.ts';
import { LINUX_RESOURCES } from '../../../packaging/shim.ts';
import { checkedConfiguration, desktopFile, setFuses } from '../../support/electron-builder.ts';
import { named, whyNot } from '../../support/programs.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

describe('electron-builder.yml', () => {
  it('is right by electron-builder’s own schema', async () => {
    const { config } = await checkedConfiguration();
    expect(config.appId).toBe(APP_ID);
  });

  it('sets the fuses', async () => {
    const { config } = await checkedConfiguration();
    expect(config.electronFuses).toEqual({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableCookieEncryption: true,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    });
    expect(config.asar).toBe(true);
  });

  // Item 19 of Electron's security checklist (SECURITY.md).
  it('flips them in the program that is packed', async () => {
    const { linux } = await checkedConfiguration();
    const appOutDir = await tempFolder();
    const program = join(appOutDir, linux.executableName);
    // A program as Electron's is where it matters: the mark, the version of the wire, its length, and the fuses as Electron leaves them.
    const mark = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
    await writeFile(program, `before${mark}\u0001\u00081011${'0001'}after`);
    await setFuses(appOutDir);
    // In the wire's order: Node, cookies, NODE_OPTIONS, inspect, ASAR integrity, only from ASAR, V8 snapshot (not used), file://.
    expect(readFileSync(program, 'utf8')).toBe(`before${mark}\u0001\u000801001100after`);
  });

  // Item 16.
  it('packs the one Electron that package.json pins, which is the one that is installed', async () => {
    const { config } = await checkedConfiguration();
    const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { devDependencies: Record<string, string> };
    const installed = JSON.parse(readFileSync(join(ROOT, 'node_modules/electron/package.json'), 'utf8')) as { version: string };
    expect(devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/);
    expect(installed.version).toBe(devDependencies.electron);
    // Nothing in the configuration puts another in its place.
    expect([config.electronVersion, config.electronDist, config.electronDownload]).toEqual([undefined, undefined, undefined]);
    expect(await getElectronVersion(ROOT, config)).toBe(installed.version);
  });

  it('packs for every system, hardened and to be notarised on macOS', async () => {
    const { config } = await checkedConfiguration();
    expect(config.linux?.target).toEqual(['AppImage', 'deb', 'rpm']);
    expect(config.mac).toMatchObject({ target: ['dmg', 'zip'], hardenedRuntime: true, notarize: true });
    expect(config.win?.target).toEqual(['nsis']);
  });

  it('names files of the checkout that are there, and of dist/package that packaging/build.ts makes', async () => {
    const { config } = await checkedConfiguration();
    const { mac, nsis } = config;
    for (const path of [mac?.entitlements, mac?.entitlementsInherit, nsis?.include])
      expect(existsSync(join(ROOT, String(path)))).toBe(true);
    const build = readFileSync(join(ROOT, 'packaging/build.ts'), 'utf8');
    const mapped = [...(config.deb?.fpm ?? []), ...(config.rpm?.fpm ?? [])].map((one) => one.split('=')[0] ?? '');
    expect(mapped).toHaveLength(12);
    for (const path of mapped) {
      const made = path.replace('dist/package/', '').replace(APP_ID, `\${${'APP_ID'}}`);
      expect(build).toContain(made);
    }
  });

  it('lets the app and the command have a name each', async () => {
    const { linux, config } = await checkedConfiguration();
    // /usr/bin/<executableName> is electron-builder's link to the app.
    expect(config.linux?.executableName).not.toBe('kimi-shell');
    expect(LINUX_RESOURCES).toBe(`/opt/${linux.appInfo.sanitizedProductName}/resources`);
  });
});

describe('the entitlements of macOS', () => {
  const reason = whyNot('python3');
  it.skipIf(reason !== null)(named('are property lists that allow what V8 needs, and nothing else', reason), () => {
    for (const name of ['entitlements.plist', 'entitlements.inherit.plist']) {
      const script = 'import json, plistlib, sys; print(json.dumps(plistlib.load(open(sys.argv[1], "rb"))))';
      const parsed: unknown = JSON.parse(execFileSync('python3', ['-c', script, join(ROOT, 'packaging/mac', name)], { encoding: 'utf8' }));
      expect(parsed).toEqual({ 'com.apple.security.cs.allow-jit': true });
    }
  });
});

describe('what Linux desktops read', () => {
  it('says in the desktop file how links and folders are opened', async () => {
    const { name, text } = await desktopFile();
    expect(name).toBe(`${APP_ID}.desktop`);
    expect(text).toContain('\nExec="/opt/Kimi Shell/kimi-shell-desktop" -- %U\n');
    expect(text).toContain('\nMimeType=x-scheme-handler/kimi-shell;inode/directory;\n');
    expect(text).toContain(`\nStartupWMClass=${APP_ID}\n`);
  });

  const noValidator = whyNot('desktop-file-validate');
  it.skipIf(noValidator !== null)(named('has a desktop file without a fault', noValidator), async () => {
    const { name, text } = await desktopFile();
    const path = join(await tempFolder(), name);
    await writeFile(path, text);
    expect(execFileSync('desktop-file-validate', [path], { encoding: 'utf8' })).toBe('');
  });

  const noAppstream = whyNot('appstreamcli');
  it.skipIf(noAppstream !== null)(named('has metainfo without a fault', noAppstream), async () => {
    const path = join(await tempFolder(), `${APP_ID}.metainfo.xml`);
    await writeFile(path, metainfo({ version: '1.2.3', date: new Date(0), license: 'MIT', homepage: 'https://example.org/kimi-shell' }));
    // Ends with an error for errors and warnings.
    const said = execFileSync('appstreamcli', ['validate', '--no-net', '--no-color', path], { encoding: 'utf8' });
    expect(said).toMatch(/Validation was successful/);
  });
});
