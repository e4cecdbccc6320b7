// The backlog samples of the last minutes, with a break where none came.

const breakAfter = 1000;

/** Index of the first time that is not before `at`. */
export function firstAt(times, at) {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] < at) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** Times rise strictly; a null value breaks the line. */
export class Samples {
  #kept;
  xs = [];
  ys = [];
  interval = null;

  constructor(kept) {
    this.#kept = kept;
  }

  get last() {
    return this.xs.length ? this.xs[this.xs.length - 1] : null;
  }

  add(at, value) {
    const { last } = this;
    if (last !== null && at <= last) {
      return false;
    }
    if (last !== null) {
      const apart = at - last;
      if (apart > Math.max(breakAfter, 5 * (this.interval ?? 0))) {
        this.xs.push(last + 1);
        this.ys.push(null);
      } else {
        this.interval = this.interval === null ? apart : this.interval + (apart - this.interval) / 20;
      }
    }
    this.xs.push(at);
    this.ys.push(value);
    this.#trim(at - this.#kept);
    return true;
  }

  /** Takes the recorded past; samples that came since stay. */
  prepend(past) {
    const { xs, ys } = this;
    const newest = past.at.length ? past.at[past.at.length - 1] : -Infinity;
    this.xs = [];
    this.ys = [];
    past.at.forEach((at, index) => this.add(at, past.backlog[index]));
    xs.forEach((at, index) => at > newest && ys[index] !== null && this.add(at, ys[index]));
  }

  /** How many samples lie in [from, to], and the highest of them; null without any. */
  within(from, to) {
    let highest = null;
    let count = 0;
    for (let index = firstAt(this.xs, from); index < this.xs.length && this.xs[index] <= to; index++) {
      if (this.ys[index] !== null) {
        count++;
        highest = Math.max(highest ?? 0, this.ys[index]);
      }
    }
    return { count, highest };
  }

  /** The sample nearest to `at`, or null. */
  nearest(at) {
    const after = firstAt(this.xs, at);
    const index = after > 0 && (after === this.xs.length || at - this.xs[after - 1] < this.xs[after] - at) ? after - 1 : after;
    return this.ys[index] == null ? null : { at: this.xs[index], backlog: this.ys[index] };
  }

  copy() {
    const copy = new Samples(this.#kept);
    copy.xs = this.xs.slice();
    copy.ys = this.ys.slice();
    copy.interval = this.interval;
    return copy;
  }

  // Cuts seldom and much, since cutting moves everything behind it.
  #trim(before) {
    if (this.xs.length % 512 === 0) {
      const keep = firstAt(this.xs, before);
      this.xs.splice(0, keep);
      this.ys.splice(0, keep);
    }
  }
}
