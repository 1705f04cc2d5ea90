import type { agents as english } from '../en/agents.ts';

/** Chinese texts: what a window says of a Kimi that cannot be used. */
export const agents: Record<keyof typeof english, string> = {
  'window.kimi.missing.title': '尚未安装 Kimi',
  'window.kimi.missing.body': '在这台机器上没有找到 kimi 程序。现在就可以用官方安装程序安装，过程会显示在终端里。',
  'window.kimi.problem.body': '找到了 kimi 程序，但无法使用：{{problem}}',
  'window.kimi.problem.title': 'Kimi 无法使用',
  'window.kimi.setting.title': 'kimi.path 指定的程序无法使用',
  'window.kimi.setting.body': '{{problem}}。请在设置它的地方更正或清空这项设置；清空后会自动查找 kimi。',
  'window.kimi.setting.open': '打开设置',
  'window.kimi.missing.looked': '查找过的位置',
  'window.kimi.missing.install': '安装 Kimi',
  'window.kimi.missing.again': '重新查找',
  'window.kimi.missing.shell': '没有它也可以使用 shell 会话。',
};
