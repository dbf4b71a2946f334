// Draws a chart from the table that stands beside it; the table stays the accessible form.
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

interface Series {
  x: number[];
  y: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
}

function number(text: string | undefined): number | null {
  return text === undefined || text === "" ? null : Number(text);
}

function read(table: HTMLTableElement): Series {
  const series: Series = { x: [], y: [], low: [], high: [] };
  for (const row of table.querySelectorAll<HTMLTableRowElement>("tbody tr[data-x]")) {
    series.x.push(Date.parse(`${row.dataset.x}T00:00:00Z`) / 1000);
    series.y.push(number(row.dataset.y));
    series.low.push(number(row.dataset.low));
    series.high.push(number(row.dataset.high));
  }
  return series;
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

function options(width: number, label: string, banded: boolean, sparse: boolean): uPlot.Options {
  const line = colour("--accent");
  const axis: uPlot.Axis = {
    stroke: colour("--muted"),
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { show: false },
    font: "12px system-ui, sans-serif",
  };
  // A sparse series is joined over its gaps, and each of its points shown however many days there are.
  const points: uPlot.Series.Points = { size: 5, fill: line, ...(sparse ? { show: true } : {}) };
  const edge: uPlot.Series = { stroke: "transparent", points: { show: false } };
  return {
    width,
    height: 200,
    tzDate: (ts) => uPlot.tzDate(new Date(ts * 1000), "Etc/UTC"),
    legend: { show: false },
    cursor: { y: false },
    scales: { x: { time: true } },
    axes: [
      {
        ...axis,
        space: 64,
        values: (_plot, ticks) => ticks.map((tick) => DAY.format(new Date(tick * 1000))),
      },
      { ...axis, size: 52 },
    ],
    series: [
      {},
      { label, stroke: line, width: 2, spanGaps: sparse, points },
      ...(banded ? [edge, edge] : []),
    ],
    bands: banded ? [{ series: [3, 2], fill: `${colour("--band")}` }] : [],
  };
}

function draw(figure: HTMLElement): void {
  const table = figure.querySelector<HTMLTableElement>("table");
  const place = figure.querySelector<HTMLElement>("[data-chart-place]");
  if (!table || !place) return;
  const { x, y, low, high } = read(table);
  if (x.length < 2) return;
  const banded = low.some((value) => value !== null);
  const data = (banded ? [x, y, low, high] : [x, y]) as uPlot.AlignedData;
  place.replaceChildren();
  const plot = new uPlot(
    options(place.clientWidth, figure.dataset.chart ?? "", banded, "sparse" in figure.dataset),
    data,
    place,
  );
  new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height: 200 })).observe(place);
}

function drawAll(): void {
  for (const figure of document.querySelectorAll<HTMLElement>("figure[data-chart]")) draw(figure);
}

drawAll();
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
