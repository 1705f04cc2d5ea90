import type { Language } from '#shared/messages/index.ts';

const en = {
  ask: 'Quit Kimi Shell?',
  askToHandOver: 'Quit Kimi Shell, and leave its engine running?',
  goesOn: 'These programs run on without the app:',
  entry: (name: string, state: string) => `${name}: ${state}`,
  comeBack: 'They are there again at the next start. Until then nobody follows what they do or tells you of it.',
  handedOver: 'An engine in the background goes on looking after this:',
  wouldStop:
    'Without one the programs run on as well, but nobody follows them, sends a first message that still waits, or writes down how they ended.',
  more: (count: number) => `${new Intl.NumberFormat('en').format(count)} more`,
  quit: 'Quit',
  handOver: 'Quit and Leave the Engine',
  quitWholly: 'Quit Everything',
  stay: 'Cancel',
  noMore: 'Do not ask again',
  noMoreHandOver: 'Do not ask again, and always leave the engine',
};

const zhCN: typeof en = {
  ask: '要退出 Kimi Shell 吗？',
  askToHandOver: '退出 Kimi Shell，并让引擎在后台继续运行？',
  goesOn: '退出后，这些程序会继续运行：',
  entry: (name, state) => `${name}：${state}`,
  comeBack: '下次启动时它们都还在。在那之前，没有人跟进它们的进展，也不会通知你。',
  handedOver: '后台引擎会继续照看：',
  wouldStop: '不留引擎的话，程序也会继续运行，但不再有人跟进：还没发出的第一条消息不会发送，结束情况也不会记录。',
  more: (count) => `还有 ${new Intl.NumberFormat('zh-CN').format(count)} 个`,
  quit: '退出',
  handOver: '退出并保留引擎',
  quitWholly: '全部退出',
  stay: '取消',
  noMore: '不再询问',
  noMoreHandOver: '不再询问，以后都保留引擎',
};

/** What the app says when the person quits. */
export function quitTexts(language: Language): typeof en {
  return language === 'zh-CN' ? zhCN : en;
}
