// The camera: opened, turned round, its pictures handed on one by one as they come.

export type Facing = "user" | "environment";

const WIDTH = 640;
const HEIGHT = 480;

/** Why the camera cannot be used, in words for the person in front of it. */
export function whyNot(error: unknown): string {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError") {
    return "The camera was not allowed. Allow it for this page in your browser, then try again.";
  }
  if (name === "NotFoundError" || name === "OverconstrainedError") {
    return "No camera was found. Connect one, then try again.";
  }
  if (name === "NotReadableError") {
    return "Another program uses the camera. Close it, then try again.";
  }
  return error instanceof Error ? error.message : "The camera cannot be used.";
}

export class Camera {
  private stream: MediaStream | null = null;
  private running = false;

  constructor(private readonly video: HTMLVideoElement) {}

  get on(): boolean {
    return this.stream !== null;
  }

  get aspect(): number {
    return this.video.videoWidth / Math.max(1, this.video.videoHeight);
  }

  async open(facing: Facing): Promise<void> {
    this.close();
    if (!navigator.mediaDevices?.getUserMedia) {
      throw new Error("Browsers give a camera only to https pages and to this machine's own.");
    }
    this.stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: {
        facingMode: { ideal: facing },
        width: { ideal: WIDTH },
        height: { ideal: HEIGHT },
        frameRate: { ideal: 30, max: 30 },
      },
    });
    this.video.srcObject = this.stream;
    await this.video.play();
  }

  close(): void {
    this.running = false;
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.video.srcObject = null;
  }

  /**
   * Hand each new picture to `look` with the time it was taken, in ms; a busy `look` misses some.
   * `gone` is told when the camera was unplugged or taken away.
   */
  watch(look: (atMs: number) => void, gone: () => void): void {
    this.running = true;
    const stream = this.stream;
    stream?.getVideoTracks()[0]?.addEventListener("ended", () => on() && gone());
    const on = (): boolean => this.running && this.stream === stream;
    if ("requestVideoFrameCallback" in this.video) {
      const next = (now: number, about: VideoFrameCallbackMetadata): void => {
        if (!on()) return;
        look(about.captureTime ?? now);
        this.video.requestVideoFrameCallback(next);
      };
      this.video.requestVideoFrameCallback(next);
      return;
    }
    let shown = -1;
    const poll = (now: number): void => {
      if (!on()) return;
      if (this.video.currentTime !== shown) {
        shown = this.video.currentTime;
        look(now);
      }
      window.requestAnimationFrame(poll);
    };
    window.requestAnimationFrame(poll);
  }
}

/** Keep the screen on until the returned function is called. */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | null = null;
  let wanted = true;
  const ask = async (): Promise<void> => {
    if (!wanted || document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
    try {
      lock = await navigator.wakeLock.request("screen");
    } catch (error) {
      console.info("The screen may go off:", error);
    }
  };
  // The browser lets go of the lock whenever the page is out of sight.
  document.addEventListener("visibilitychange", ask);
  void ask();
  return () => {
    wanted = false;
    document.removeEventListener("visibilitychange", ask);
    void lock?.release();
  };
}
