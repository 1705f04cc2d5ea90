import { describe, expect, it } from 'vitest';
import { EngineView } from '../../../../../src-main/hosts/electron/engine-view.ts';
import { Badge } from '../../../../../src-main/hosts/electron/notifications/badge.ts';
import type { EngineEvent, Progress } from '../../../../../src-shared/contract/index.ts';
import { textsIn } from '../../../../../src-shared/messages/texts-in.ts';
import { sessionInfo } from '../../../../support/session-info.ts';

function setUp(platform: NodeJS.Platform) {
  const drawn: (number | string | null)[] = [];
  const view = new EngineView();
  const bars: (string | null)[] = [];
  const electron = {
    setCount: (count: number) => drawn.push(count),
    setOverlay: (words: string | null) => drawn.push(words),
    setProgress: (progress: Progress | null) => bars.push(progress === null ? null : `${progress.kind} ${progress.percent}`),
  };
  return { drawn, bars, view, badge: new Badge({ electron, view, texts: () => textsIn('en'), platform }) };
}

const sessions = [
  sessionInfo(1, 'waiting'),
  sessionInfo(2, 'failed'),
  sessionInfo(3, 'working'),
  sessionInfo(4, 'trust', { lifecycle: 'archived' }),
];

describe('the badge', () => {
  it('has a bar while programs say how far they are', () => {
    const { bars, view, badge } = setUp('linux');
    const progress = (percent: number): EngineEvent => ({ type: 'progress.changed', seq: null, progress: { kind: 'percent', percent } });
    view.apply(progress(10));
    view.apply(progress(10));
    view.apply(progress(20));
    view.apply({ type: 'progress.changed', seq: null, progress: null });
    badge.close();
    expect(bars).toEqual(['percent 10', 'percent 20', null, null]);
  });

  it('counts what needs the person, and is drawn when that changes', () => {
    const { drawn, view, badge } = setUp('darwin');
    view.apply({ type: 'snapshot', seq: 1, sessions });
    view.apply({ type: 'session.changed', seq: 2, session: sessionInfo(3, 'finished') });
    view.apply({ type: 'session.removed', seq: 3, id: sessionInfo(1, 'waiting').id });
    badge.close();
    view.apply({ type: 'snapshot', seq: 4, sessions });
    expect(drawn).toEqual([2, 1, 0]);
  });

  it('is a picture with words on Windows', () => {
    const { drawn, view, badge } = setUp('win32');
    view.apply({ type: 'snapshot', seq: 1, sessions });
    badge.draw();
    badge.close();
    expect(drawn).toEqual(['2 sessions need you', '2 sessions need you', null]);
  });
});
