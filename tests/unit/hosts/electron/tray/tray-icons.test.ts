import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawTrayIcons } from '../../../../../scripts/lib/tray-icons.mjs';
import { TRAY_STATES } from '../../../../../src-main/hosts/electron/tray/tray-model.ts';
import { tempFolder } from '../../../../support/temp-folder.ts';

const LOOKS = ['light', 'dark', 'template'];

describe('the drawn tray icons', () => {
  it('are there for every state and look, in the size of their name, and all different', async () => {
    const folder = await tempFolder();
    await drawTrayIcons(folder);
    for (const name of await readdir(folder)) {
      const [, size = '', scale = '1'] = /-(16|24)(?:@([\d.]+)x)?\.png$/.exec(name) ?? [];
      const { width, height } = await sharp(join(folder, name)).metadata();
      expect([width, height], name).toEqual([Number(size) * Number(scale), Number(size) * Number(scale)]);
    }
    const pictures = new Set<string>();
    for (const state of TRAY_STATES)
      for (const look of LOOKS) {
        for (const file of ['16', '16@2x', '24', '24@2x']) expect(existsSync(join(folder, `${state}-${look}-${file}.png`))).toBe(true);
        pictures.add(
          (
            await sharp(join(folder, `${state}-${look}-24.png`))
              .raw()
              .toBuffer()
          ).toString('base64'),
        );
      }
    expect(pictures.size).toBe(TRAY_STATES.length * LOOKS.length);
  });

  it('tell their states by shape where the system takes the colours away', async () => {
    const folder = await tempFolder();
    await drawTrayIcons(folder);
    for (const state of TRAY_STATES) {
      const { data, info } = await sharp(join(folder, `${state}-template-16@2x.png`))
        .raw()
        .toBuffer({ resolveWithObject: true });
      for (let at = 0; at < data.length; at += info.channels) expect([data[at], data[at + 1], data[at + 2]], state).toEqual([0, 0, 0]);
    }
  });
});
