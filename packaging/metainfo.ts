/** Id of the app everywhere: desktop file, AppStream, macOS and Windows. */
export const APP_ID = 'app.kimishell.KimiShell';

export interface MetainfoOptions {
  readonly version: string;
  readonly date: Date;
  readonly license: string;
  /** Address of the project; left out where it has none. */
  readonly homepage?: string | undefined;
}

/** AppStream metainfo, from which software centres make their page. */
export function metainfo({ version, date, license, homepage }: MetainfoOptions): string {
  const url = homepage === undefined ? '' : `\n  <url type="homepage">${escaped(homepage)}</url>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<component type="desktop-application">
  <id>${APP_ID}</id>
  <metadata_license>CC0-1.0</metadata_license>
  <project_license>${escaped(license)}</project_license>
  <name>Kimi Shell</name>
  <summary>Keep coding agents alive in real terminals</summary>
  <summary xml:lang="zh-CN">让编程智能体在真正的终端里一直跑下去</summary>
  <developer id="app.kimishell">
    <name>Kimi Shell developers</name>
  </developer>
  <description>
    <p>For people who let Kimi CLI, Moonshot AI's coding agent, work for them. Kimi Shell runs it in real terminals and tells at a glance which agent works, waits for you, has finished or failed.</p>
    <p xml:lang="zh-CN">给让月之暗面的编程智能体 Kimi CLI 干活的人：Kimi Shell 在真正的终端里运行它，一眼就能看出谁在工作、谁在等你、谁已完成或失败。</p>
    <ul>
      <li>Sessions go on when the window, the engine or the whole app ends</li>
      <li xml:lang="zh-CN">窗口、引擎乃至整个应用退出，会话照常进行</li>
      <li>Every state comes with what it was concluded from</li>
      <li xml:lang="zh-CN">每个状态都附有依据</li>
      <li>Everything that the window does, the command line does too</li>
      <li xml:lang="zh-CN">窗口能做的，命令行都能做</li>
    </ul>
  </description>
  <launchable type="desktop-id">${APP_ID}.desktop</launchable>
  <icon type="stock">kimi-shell-desktop</icon>${url}
  <categories>
    <category>Development</category>
  </categories>
  <provides>
    <binary>kimi-shell-desktop</binary>
    <binary>kimi-shell</binary>
    <mediatype>x-scheme-handler/kimi-shell</mediatype>
  </provides>
  <content_rating type="oars-1.1" />
  <releases>
    <release version="${escaped(version)}" date="${date.toISOString().slice(0, 10)}" />
  </releases>
</component>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
