import { resolve } from 'node:path';
import { type AfterPackContext, Packager } from 'app-builder-lib';
import { LinuxPackager } from 'app-builder-lib/out/linuxPackager.js';
import { LinuxTargetHelper } from 'app-builder-lib/out/targets/LinuxTargetHelper.js';
import { getConfig } from 'app-builder-lib/out/util/config/config.js';

const ROOT = resolve(import.meta.dirname, '../..');

/** electron-builder.yml, read by electron-builder and found right by its own schema. @throws Error with what is wrong in it */
export async function checkedConfiguration() {
  const config = await getConfig(ROOT, 'electron-builder.yml', null);
  const packager = new Packager({ projectDir: ROOT, config });
  await packager.validateConfig();
  const linux = new FusingPackager(packager);
  return { config, linux };
}

/** Sets the fuses of a Linux program in a folder, as electron-builder does when it has packed it. */
export async function setFuses(appOutDir: string): Promise<void> {
  const { linux } = await checkedConfiguration();
  await linux.fuse(appOutDir);
}

class FusingPackager extends LinuxPackager {
  fuse(appOutDir: string): Promise<void> {
    return this.doAddElectronFuses({ appOutDir, electronPlatformName: 'linux' } as AfterPackContext);
  }
}

/** The desktop file of a Linux package, as electron-builder writes it. */
export async function desktopFile(): Promise<{ readonly name: string; readonly text: string }> {
  const { linux } = await checkedConfiguration();
  const helper = new LinuxTargetHelper(linux);
  return { name: `${helper.getDesktopFileName()}.desktop`, text: await helper.computeDesktopEntry(linux.platformSpecificBuildOptions) };
}
