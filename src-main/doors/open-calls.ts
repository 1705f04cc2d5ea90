/** Calls that were let in and have no answer yet. Event streams count until they begin: they never end by themselves. */
export class OpenCalls {
  private open = 0;
  private closing = false;
  private readonly waiting = new Set<() => void>();

  /** Whether new calls are refused. */
  get closed(): boolean {
    return this.closing;
  }

  /** A call begins; the result says, once, that its answer is on its way. */
  begin(): () => void {
    this.open += 1;
    let done = false;
    return () => {
      if (done) return;
      done = true;
      this.open -= 1;
      if (this.open === 0) for (const wake of [...this.waiting]) wake();
    };
  }

  /** From now on new calls are refused, so that the next engine is asked. */
  close(): void {
    this.closing = true;
  }

  /** Resolves when every call was answered, after `ms` at the latest. */
  async answered(ms: number): Promise<void> {
    if (this.open === 0) return;
    await new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.waiting.add(wake);
    });
  }
}
