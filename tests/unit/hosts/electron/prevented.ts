/** An event of Electron's that remembers whether it was stopped. */
export class Preventable {
  prevented = false;

  preventDefault(): void {
    this.prevented = true;
  }
}
