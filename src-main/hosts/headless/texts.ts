import type { Language } from '#shared/messages/index.ts';

const en = {
  running: (version: string) => `Kimi Shell ${version} runs.`,
  demo: (folder: string) => `This is the demo: the real Kimi CLI against a scripted model. Its data folder is ${folder}.`,
  demoCommand: (command: string) => `From the command line: ${command} session list`,
  serviceRuns: (version: string, page: string) =>
    `Kimi Shell ${version} runs as a service; its page is at ${page}. “kimi-shell serve” prints a link that lets a browser in.`,
  standsBy: (pid: number | null) =>
    `Another engine of Kimi Shell runs${pid === null ? '' : ` (process ${pid})`}. This service stands by and takes over when that one ends.`,
  handedOver: (pid: number) => `Another engine of Kimi Shell takes over (process ${pid}). Sessions run on, and open pages go on there.`,
  already: (folder: string, pid: number) => `Kimi Shell runs already for ${folder} (process ${pid}).`,
  alreadyDemo: 'It is the demo: the real Kimi CLI against a scripted model.',
  alreadyNoDemo:
    'It is not the demo. For the demo, end it first with “kimi-shell serve --stop”, or name another folder in KIMI_SHELL_HOME.',
  link: 'Open this link in a browser on this machine (it works once, within ten minutes):',
  stop: 'Ctrl-C ends Kimi Shell; sessions run on and are there again at the next start.',
  portTaken: (wanted: number, got: number) => `Port ${wanted} is taken; the page is at port ${got}.`,
  notOpened: 'The browser could not be opened; open the link yourself.',
  displaced: (folder: string) =>
    `Kimi Shell ended because ${folder} was emptied, or removed and made anew: it is not its data folder any more. Start it again.`,
  forced: 'Kimi Shell did not end within 5 seconds and was ended by force. Nothing is lost.',
  crashed: (log: string) => `Kimi Shell ended because of an error of its own. Sessions run on; start it again. Details: ${log}`,
};

const zhCN: typeof en = {
  running: (version) => `Kimi Shell ${version} 已启动。`,
  demo: (folder) => `这是演示：真正的 Kimi CLI 配合预先写好的模型脚本。数据文件夹是 ${folder}。`,
  demoCommand: (command) => `在命令行中使用：${command} session list`,
  serviceRuns: (version, page) => `Kimi Shell ${version} 已作为服务运行，页面位于 ${page}。运行 “kimi-shell serve” 可获取浏览器登录链接。`,
  standsBy: (pid) => `已有另一个 Kimi Shell 引擎在运行${pid === null ? '' : `（进程 ${pid}）`}。本服务待命，等它退出后接管。`,
  handedOver: (pid) => `另一个 Kimi Shell 引擎接管了（进程 ${pid}）。会话会继续运行，已打开的页面会自动连过去。`,
  already: (folder, pid) => `${folder} 的 Kimi Shell 已在运行（进程 ${pid}）。`,
  alreadyDemo: '它是演示：真正的 Kimi CLI 配合预先写好的模型脚本。',
  alreadyNoDemo: '它不是演示。要看演示，请先用 “kimi-shell serve --stop” 结束它，或用 KIMI_SHELL_HOME 指定另一个文件夹。',
  link: '请在本机浏览器中打开此链接（十分钟内有效，只能使用一次）：',
  stop: '按 Ctrl-C 退出 Kimi Shell；会话会继续运行，下次启动时仍在。',
  portTaken: (wanted, got) => `端口 ${wanted} 已被占用，页面改用端口 ${got}。`,
  notOpened: '无法打开浏览器，请自行打开链接。',
  displaced: (folder) => `${folder} 已被清空，或被删除后重新创建，不再是原来的数据文件夹，因此 Kimi Shell 已退出。请重新启动。`,
  forced: 'Kimi Shell 未能在 5 秒内退出，已强制结束。没有数据丢失。',
  crashed: (log) => `Kimi Shell 因自身错误退出。会话仍在运行，请重新启动。详情见：${log}`,
};

/** What the host says to the person at its terminal. */
export type HostTexts = typeof en;

/** The host's texts in a language. */
export function hostTexts(language: Language): HostTexts {
  return language === 'zh-CN' ? zhCN : en;
}
