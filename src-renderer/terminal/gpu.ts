/** Names under which software renderers report themselves. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|lavapipe|software|basic render|mesa offscreen/i;

/** Whether a WebGL renderer's name is a real GPU. An empty or hidden name counts as none: DOM is the safe choice. */
export function isRealGpu(renderer: string): boolean {
  return renderer.trim() !== '' && !SOFTWARE.test(renderer);
}

let answer: boolean | null = null;

/** Whether this machine draws WebGL on a real GPU; looked up once. In software it is several times slower than the DOM renderer. */
export function hasRealGpu(): boolean {
  answer ??= isRealGpu(rendererName());
  return answer;
}

function rendererName(): string {
  const gl = document.createElement('canvas').getContext('webgl2');
  if (gl === null) return '';
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = info === null ? '' : gl.getParameter(info.UNMASKED_RENDERER_WEBGL);
  // Chromium keeps about 16 contexts alive; this one has done its work.
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return typeof name === 'string' ? name : '';
}
