// The skeleton over the picture.
import type { NormalizedLandmark } from "@mediapipe/tasks-vision";

const BONES: readonly (readonly [number, number])[] = [
  [11, 12], [11, 13], [13, 15], [12, 14], [14, 16], [11, 23], [12, 24], [23, 24],
  [23, 25], [25, 27], [27, 29], [29, 31], [27, 31], [24, 26], [26, 28], [28, 30], [30, 32], [28, 32],
];
const JOINTS = [0, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28];
const VISIBLE = 0.5;

export class Overlay {
  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly video: HTMLVideoElement,
  ) {}

  draw(points: NormalizedLandmark[] | null): void {
    const { canvas, video } = this;
    if (canvas.width !== video.videoWidth) canvas.width = video.videoWidth;
    if (canvas.height !== video.videoHeight) canvas.height = video.videoHeight;
    const pen = canvas.getContext("2d");
    if (!pen) return;
    pen.clearRect(0, 0, canvas.width, canvas.height);
    if (!points) return;
    const width = Math.max(2, canvas.width / 160);
    // Light on dark: to be seen on any wall and any shirt.
    for (const [thick, colour] of [[width * 2, "#111413"], [width, "#6ed3a9"]] as const) {
      pen.strokeStyle = pen.fillStyle = colour;
      pen.lineWidth = thick;
      pen.lineCap = "round";
      for (const bone of BONES) this.bone(pen, points[bone[0]], points[bone[1]]);
      for (const joint of JOINTS) this.joint(pen, points[joint], thick);
    }
  }

  private bone(
    pen: CanvasRenderingContext2D,
    from: NormalizedLandmark | undefined,
    to: NormalizedLandmark | undefined,
  ): void {
    if (!from || !to || Math.min(from.visibility, to.visibility) < VISIBLE) return;
    pen.beginPath();
    pen.moveTo(from.x * this.canvas.width, from.y * this.canvas.height);
    pen.lineTo(to.x * this.canvas.width, to.y * this.canvas.height);
    pen.stroke();
  }

  private joint(
    pen: CanvasRenderingContext2D,
    at: NormalizedLandmark | undefined,
    size: number,
  ): void {
    if (!at || at.visibility < VISIBLE) return;
    pen.beginPath();
    pen.arc(at.x * this.canvas.width, at.y * this.canvas.height, size, 0, 2 * Math.PI);
    pen.fill();
  }
}
