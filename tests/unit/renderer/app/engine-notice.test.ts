import { describe, expect, it, vi } from 'vitest';
import { showEngineNotice } from '#renderer/app/engine-notice.ts';
import { createNoticesStore } from '#renderer/state/notices-store.ts';

function open(laterTexts: () => Promise<void> = async () => undefined) {
  const notices = createNoticesStore();
  const openSettings = vi.fn<(place: { readonly section: 'secrets' }) => void>();
  const services = { notices, laterTexts, openSettings };
  const infos = () => notices.getState().notices.flatMap((notice) => (notice.kind === 'info' ? [notice] : []));
  return { services, openSettings, infos };
}

describe('a notice of the engine', () => {
  it.each(['notice.secrets.waiting', 'notice.secrets.still-waiting'])('%s leads to where secrets are unlocked', async (key) => {
    const { services, openSettings, infos } = open();
    await showEngineNotice(services, key, { name: 'tok' });
    expect(infos()).toMatchObject([{ key, values: { name: 'tok' } }]);
    infos()[0]?.action?.run();
    expect(openSettings).toHaveBeenCalledExactlyOnceWith({ section: 'secrets' });
  });

  it('goes when the store is unlocked', async () => {
    const { services, infos } = open();
    await showEngineNotice(services, 'notice.secrets.waiting', { name: 'tok' });
    await showEngineNotice(services, 'notice.secrets.unlocked', {});
    expect(infos()).toMatchObject([{ key: 'notice.secrets.unlocked' }]);
  });

  it('has no button where the window can do nothing, and is shown when its texts do not come', async () => {
    const { services, infos } = open(async () => {
      throw new TypeError('Failed to fetch');
    });
    await expect(showEngineNotice(services, 'notice.disk.full', {})).rejects.toThrow('Failed to fetch');
    expect(infos()).toMatchObject([{ key: 'notice.disk.full' }]);
    expect(infos()[0]?.action).toBeUndefined();
  });
});
