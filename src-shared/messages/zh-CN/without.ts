import type { without as en } from '../en/without.ts';

/** Simplified Chinese texts: what goes on without a part. */
export const without: Record<keyof typeof en, string> = {
  'without.keychain.name': '钥匙串',
  'without.keychain.goes-on': '一切照常：机密保存在加密文件中，由口令保护，或由较弱的本机密钥保护。',
  'without.keychain.stops': '使用口令时，每次启动后需要机密的工作会等到你输入口令（SECRETS_LOCKED）。',
  'without.keychain.repair': '在 Linux 上安装并解锁 gnome-keyring 或 KWallet；已在文件中的机密仍留在文件中。',
  'without.network.name': '网络',
  'without.network.goes-on': '会话、终端、录制、shell、窗口、设置。',
  'without.network.stops': '模型没有应答：Kimi 会自动重试，之后该轮失败（MODEL_UNREACHABLE）。无法安装 Kimi。',
  'without.network.repair': '恢复网络后再发送一次消息；不需要重新启动任何东西。',
  'without.git.name': 'git',
  'without.git.goes-on': 'Kimi Shell 自身的一切功能。',
  'without.git.stops': '智能体和 shell 用 git 做的事。',
  'without.git.repair': '请安装 git；会话在下次启动时就能找到它。',
  'without.kimi.name': 'Kimi',
  'without.kimi.goes-on': '正在运行的会话、shell、录制、设置。',
  'without.kimi.stops': '新建 Kimi 会话，以及重新启动已结束的会话（KIMI_MISSING）。',
  'without.kimi.repair': '请安装（“kimi-shell agent install”），或在 kimi.path 中指定。',
  'without.disk.name': '磁盘空间',
  'without.disk.goes-on': '终端中的程序，每个保留最新 8 MiB 输出在内存中；读取、发送、停止、删除。',
  'without.disk.stops': '录制；新建会话、更改设置和链接（DATA_FOLDER_FULL、AUDIT_UNAVAILABLE）。',
  'without.disk.repair': '请腾出空间；几秒之内一切会自动恢复。',
  'without.tray.name': '托盘',
  'without.tray.goes-on': '应用、窗口和通知。',
  'without.tray.stops': '托盘图标：关闭的窗口需要重新启动应用来打开。',
  'without.tray.repair': '在 GNOME 上请安装 AppIndicator 扩展；其他桌面请启用托盘。',
};
