// The messages of a live set, as docs/camera.md describes them.

export const DIMENSIONS = ["depth", "stability", "symmetry", "tempo", "alignment", "overall"] as const;
export type Scores = Partial<Record<(typeof DIMENSIONS)[number], number | null>>;

/** Landmarks of one video frame; null where nobody was found. */
export interface Frame {
  seq: number;
  t_ms: number;
  people: number;
  world: number[] | null;
  image: number[] | null;
  visibility: number[] | null;
}

export interface Rep {
  kind: "rep";
  number: number;
  start_s: number;
  turn_s: number;
  end_s: number;
  scores: Scores;
  confidence: number;
  faults: { id: string; says: string; at_s: number }[];
  personal: Record<string, number | boolean | null>;
}

export type Happened =
  | { kind: "phase"; at_s: number; phase: string }
  | {
      kind: "cue";
      at_s: number;
      fault: string;
      text: string;
      advice: string;
      certain: boolean;
      positive: boolean;
    }
  | Rep
  | { kind: "hold"; at_s: number; held_s: number; ended: boolean }
  | { kind: "warning"; at_s: number; code: string; text: string; over: boolean }
  | { kind: "recognised"; at_s: number; exercise: string; confidence: number };

export interface Report {
  exercise: string | null;
  hold_s?: number;
  set: { score: number | null; band: string | null; count: number };
}

/** The report in words, as `form/told.py` puts it. */
export interface Words {
  summary: string;
  rows: string[];
  trend: string;
  warnings: string[];
}

export interface Summary {
  type: "summary";
  report: Report;
  words: Words;
  kept: boolean;
}

export type Answer =
  | { type: "ready"; after: number; t_ms: number }
  | { type: "event"; seq: number; event: Happened }
  | { type: "ack"; seq: number }
  | Summary
  | { type: "refused"; code: string; detail: string; after?: number };

export interface Wanted {
  exercise: string;
  aspect: number;
  level: string;
}
