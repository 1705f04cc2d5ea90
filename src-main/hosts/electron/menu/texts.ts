import type { Language } from '#shared/messages/index.ts';

const en = {
  session: 'Session',
  edit: 'Edit',
  view: 'View',
  window: 'Window',
  help: 'Help',
  quit: 'Quit Kimi Shell',
  about: 'About Kimi Shell',
  services: 'Services',
  hide: 'Hide Kimi Shell',
  hideOthers: 'Hide Others',
  unhide: 'Show All',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select All',
  fullScreen: 'Full Screen',
  developer: 'Developer Tools',
  minimize: 'Minimize',
  zoom: 'Zoom',
  front: 'Bring All to Front',
  close: 'Close Window',
};

const zhCN: typeof en = {
  session: '会话',
  edit: '编辑',
  view: '显示',
  window: '窗口',
  help: '帮助',
  quit: '退出 Kimi Shell',
  about: '关于 Kimi Shell',
  services: '服务',
  hide: '隐藏 Kimi Shell',
  hideOthers: '隐藏其他',
  unhide: '全部显示',
  undo: '撤销',
  redo: '重做',
  cut: '剪切',
  copy: '复制',
  paste: '粘贴',
  selectAll: '全选',
  fullScreen: '全屏',
  developer: '开发者工具',
  minimize: '最小化',
  zoom: '缩放',
  front: '全部置于前台',
  close: '关闭窗口',
};

/** Words of the menus that are no action's of the window. */
export function menuTexts(language: Language): typeof en {
  return language === 'zh-CN' ? zhCN : en;
}
