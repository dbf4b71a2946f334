// The pose networks in the browser. Pictures go in here and nowhere else; landmarks come out.
import { PoseLandmarker } from "@mediapipe/tasks-vision";
import type { NormalizedLandmark, PoseLandmarkerResult } from "@mediapipe/tasks-vision";
import type { Frame } from "./protocol";

// Following one person costs half of looking for several in each picture; so the others are counted
// by a second look, once a second, as for films.
const CENSUS_MS = 1000;
const MOST_PEOPLE = 4;

export interface Files {
  loader: string;
  wasm: string;
  model: string;
}

export interface Seen extends Omit<Frame, "seq" | "t_ms"> {
  points: NormalizedLandmark[] | null;
}

function rounded(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}

function numbers(points: { x: number; y: number; z: number }[], digits: number): number[] {
  return points.flatMap((one) => [one.x, one.y, one.z].map((value) => rounded(value, digits)));
}

export class Eyes {
  private lastMs = -1;
  private nextCensusMs = 0;

  private constructor(
    private readonly follower: PoseLandmarker,
    private readonly whole: PoseLandmarker,
  ) {}

  static async open(files: Files): Promise<Eyes> {
    const fileset = { wasmLoaderPath: files.loader, wasmBinaryPath: files.wasm };
    const answer = await fetch(files.model);
    if (!answer.ok) throw new Error(`The pose network cannot be loaded (${answer.status}).`);
    const model = new Uint8Array(await answer.arrayBuffer());
    const make = (mode: "VIDEO" | "IMAGE", people: number): Promise<PoseLandmarker> =>
      // On the processor, as the server does for films: both see the same.
      PoseLandmarker.createFromOptions(fileset, {
        baseOptions: { modelAssetBuffer: model.slice(), delegate: "CPU" },
        runningMode: mode,
        numPoses: people,
      });
    return new Eyes(await make("VIDEO", 1), await make("IMAGE", MOST_PEOPLE));
  }

  /** Return what is to be seen in the video at `atMs`, a time that only grows. */
  look(video: HTMLVideoElement, atMs: number): Seen {
    this.lastMs = Math.max(this.lastMs + 1, Math.round(atMs));
    const found = this.follower.detectForVideo(video, this.lastMs);
    let people = -1;
    if (atMs >= this.nextCensusMs) {
      this.nextCensusMs = atMs + CENSUS_MS;
      people = this.whole.detect(video).landmarks.length;
    }
    const seen = read(found, people);
    found.close();
    return seen;
  }

  close(): void {
    this.follower.close();
    this.whole.close();
  }
}

function read(found: PoseLandmarkerResult, people: number): Seen {
  const points = found.landmarks[0];
  const world = found.worldLandmarks[0];
  if (!points || !world) {
    return { people, world: null, image: null, visibility: null, points: null };
  }
  return {
    people,
    // Millimetres, and ten-thousandths of the picture: finer than the networks see.
    world: numbers(world, 3),
    image: numbers(points, 4),
    visibility: points.map((one) => rounded(Math.min(1, Math.max(0, one.visibility)), 3)),
    points,
  };
}
