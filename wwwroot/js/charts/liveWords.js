// What the live chart says in words: its sentence and its readout.
import { say } from "../words.js";
import { bounded, clock, number, range, records } from "./format.js";

/** One sentence after the other, for people who do not see the picture. */
export function sentence({ samples, windows, mark, limit, tier, seconds, zoomed, paused }, { from, to }) {
  const peak = windows.filter(row => row.to > from && row.from < to)
    .reduce((best, row) => !best || row.peak > best.peak ? row : best, null);
  const shown = zoomed ? range(from, to) : seconds === 300 ? say("LastFiveMinutes") : say("LastSeconds", seconds);
  return [
    say(paused ? "LivePaused" : "LiveShown", shown),
    samples.last === null ? say("NoSample") : say("NowIs", records(samples.nearest(samples.last)?.backlog)),
    peak ? say(peak.bound === "at_least" ? "HighestPeakAtLeast" : "HighestPeak", number(peak.peak)) : "",
    mark == null ? "" : say(tier === "sampled" ? "MarkIsAtLeast" : "MarkIs", number(mark)),
    limit == null ? "" : limit ? say("LimitIs", number(limit)) : say("NoLimitSentence"),
  ].filter(Boolean).join(" ");
}

/** `[[name, value]]` at a time. */
export function readout({ samples, windows }, at) {
  const row = windows.find(window => at >= window.from && at < window.to);
  return [
    [say("ReadoutAt"), clock(at, 100)],
    [say("ReadoutBacklog"), number(samples.nearest(at)?.backlog)],
    [say("ReadoutWindowPeak"), row ? bounded(row.peak, row.bound === "at_least") : say("ReadoutStillOpen")],
    [say("ReadoutSamplesSaw"), number(row?.saw)],
  ];
}
