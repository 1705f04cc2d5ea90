import { describe, expect, it } from 'vitest';
import type { TraySupport } from '../../../../../src-main/engine/doctor/index.ts';
import { sayMissingTray } from '../../../../../src-main/hosts/electron/tray/missing-tray.ts';
import { textsIn } from '../../../../../src-shared/messages/texts-in.ts';

function setUp() {
  const kept = new Map<string, string>();
  const said: (string | undefined)[] = [];
  const say = (support: TraySupport) =>
    sayMissingTray({
      support,
      calls: {
        settings: {
          loadLayout: async ({ name }) => ({ json: kept.get(name) ?? null }),
          saveLayout: async ({ name, json }) => kept.set(name, json),
        },
      },
      texts: textsIn('en'),
      notify: ({ title }) => said.push(title),
    });
  return { kept, said, say };
}

describe('a desktop without a tray', () => {
  it('is said once', async () => {
    const { said, say } = setUp();
    expect([await say('no'), await say('no')]).toEqual([true, false]);
    expect(said).toEqual(['Kimi Shell has no place in the system tray']);
  });

  it('is said when what was remembered cannot be read', async () => {
    const { kept, say } = setUp();
    kept.set('desktop-told', 'nonsense');
    expect(await say('no')).toBe(true);
  });

  it('is not said where there is one, or nobody knows', async () => {
    const { said, say } = setUp();
    expect([await say('yes'), await say('unknown')]).toEqual([false, false]);
    expect(said).toEqual([]);
  });
});
