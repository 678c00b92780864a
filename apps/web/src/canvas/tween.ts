const duration = 420;

/** Runs from 0 to 1 in frames, slow at both ends; at once where readers prefer reduced motion. */
export class Tween {
  private frame = 0;

  run(step: (along: number) => void): void {
    this.stop();
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return step(1);
    let begun: number | null = null;
    const next = (now: number) => {
      begun ??= now;
      const t = Math.min(1, (now - begun) / duration);
      if (t < 1) this.frame = requestAnimationFrame(next);
      step(t * t * (3 - 2 * t));
    };
    this.frame = requestAnimationFrame(next);
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
  }
}
