/** Calls that were let in and have no answer yet. Event streams count until they begin: they never end by themselves. */
export class OpenCalls {
  private open = 0;
  private readonly waiting = new Set<() => void>();

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
