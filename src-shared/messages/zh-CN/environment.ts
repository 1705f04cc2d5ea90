import type { environment as english } from '../en/environment.ts';

/** Chinese texts: the environment in the dialog for a new session. */
export const environment: Record<keyof typeof english, string> = {
  'window.new.env.hint': '供终端里的程序使用。值会原样随会话保存；密钥和密码请选用机密。',
  'window.new.env.add': '添加变量',
  'window.new.env.remove': '移除第 {{number}} 个变量',
  'window.new.env.name.example': 'NAME',
  'window.new.env.name': '第 {{number}} 个变量的名称',
  'window.new.env.from': '第 {{number}} 个变量的来源',
  'window.new.env.from.value': '值',
  'window.new.env.from.secret': '机密',
  'window.new.env.value': '第 {{number}} 个变量的值',
  'window.new.env.secret': '第 {{number}} 个变量使用的机密',
  'window.new.env.choose': '选择机密',
  'window.new.env.no-secrets': '尚未保存任何机密，可在设置中添加。',
  'window.new.env.locked': '机密已锁定：在设置中解锁后，会话才会启动。',
  'window.new.env.fault.no-name': '缺少名称。',
  'window.new.env.fault.not-a-name': '名称只能包含字母（A–Z）、数字和 _，且不能以数字开头。',
  'window.new.env.fault.twice': '这个名称重复了。',
  'window.new.env.fault.no-secret': '请选择机密。',
  'error.field.env': '环境变量',
};
