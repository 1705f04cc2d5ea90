import { execFileSync } from 'node:child_process';

/** One measured figure of a pair: the same quantity for us and for the peer, in the same unit. */
export interface Sample {
  readonly ours: number;
  readonly theirs: number;
}

export interface MetricDefinition {
  /** Stable id in the JSON output, for example `P4.p95`. */
  readonly id: string;
  readonly unit: string;
  /** `least`: ours/theirs must be at least the target (throughput); `most`: at most (time). */
  readonly bound: 'least' | 'most';
  readonly target: number;
  /** For a target that is known not to be reached. */
  readonly notYet?: NotYet;
}

/** Why a target is not reached yet is told with every run, and is no news that fails one; what falls behind `meanwhile` as well is. */
export interface NotYet {
  readonly why: string;
  /** The ratio that holds until then, with room for a machine that others use. */
  readonly meanwhile: number;
}

export interface Benchmark {
  readonly id: string;
  readonly title: string;
  /** What is measured beside it, named as a person would install it. */
  readonly peer: string;
  /** Programs that must be on PATH; one that is missing makes the benchmark red. */
  readonly needs: readonly string[];
  readonly pairs: number;
  /** Pairs before those that are measured; default 1, in which code and files are loaded. More where V8 still compiles after it, on either side. */
  readonly warmUp?: number;
  readonly metrics: readonly MetricDefinition[];
  /** Prepares both sides once; what it returns measures one pair (alternating) and is closed at the end. */
  open(): Promise<PairRunner>;
}

export interface PairRunner {
  /** One run of our side: a value per metric id. */
  ours(): Promise<Readonly<Record<string, number>>>;
  theirs(): Promise<Readonly<Record<string, number>>>;
  /** Figures that have no peer and no target, reported beside the ratios. */
  notes?(): Readonly<Record<string, string>>;
  /** Throws when something that had to stay flat or equal did not (fds, bytes); makes the benchmark red. */
  verify?(): Promise<void>;
  close(): Promise<void>;
}

export interface MetricResult {
  readonly ratio: number;
  readonly target: number;
  readonly pass: boolean;
  /** The better quartile of the pairs misses the target (or what holds meanwhile) as well, or nothing could be measured: no noise of the machine explains that. */
  readonly clearMiss: boolean;
  readonly peer: string;
  readonly pairs: number;
  readonly ours: number;
  readonly theirs: number;
  readonly unit: string;
  /** Interquartile range of the pairs' ratios. */
  readonly spread: readonly [number, number];
  readonly notes?: Readonly<Record<string, string>>;
  readonly notYet?: string;
  readonly problem?: string;
}

/** The value below which the given share of the values lies (0.5: the median), by linear interpolation. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('quantile of no values');
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const low = sorted[Math.floor(position)] ?? Number.NaN;
  const high = sorted[Math.ceil(position)] ?? Number.NaN;
  return low + (high - low) * (position - Math.floor(position));
}

function missing(programs: readonly string[]): string[] {
  return programs.filter((program) => {
    try {
      execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
      return false;
    } catch (error) {
      return error instanceof Error;
    }
  });
}

function red(benchmark: Benchmark, problem: string): Record<string, MetricResult> {
  return Object.fromEntries(
    benchmark.metrics.map((metric) => [
      metric.id,
      {
        ratio: Number.NaN,
        target: metric.target,
        pass: false,
        clearMiss: true,
        peer: benchmark.peer,
        pairs: 0,
        ours: Number.NaN,
        theirs: Number.NaN,
        unit: metric.unit,
        spread: [Number.NaN, Number.NaN] as const,
        problem,
      },
    ]),
  );
}

/**
 * Runs one benchmark: alternating pairs (ours first in even pairs, the peer first in odd ones, so that a drifting machine
 * hits both alike), medians, ratio of the medians. A peer that is missing or a check that fails makes it red.
 */
export async function runBenchmark(benchmark: Benchmark, report: (line: string) => void): Promise<Record<string, MetricResult>> {
  const absent = missing(benchmark.needs);
  if (absent.length > 0) return red(benchmark, `peer is missing: ${absent.join(', ')} not on PATH`);
  const runner = await benchmark.open();
  const samples = new Map<string, Sample[]>(benchmark.metrics.map((metric) => [metric.id, []]));
  try {
    for (let left = benchmark.warmUp ?? 1; left > 0; left--) {
      await runner.ours();
      await runner.theirs();
    }
    for (let pair = 0; pair < benchmark.pairs; pair++) {
      let ours: Readonly<Record<string, number>>;
      let theirs: Readonly<Record<string, number>>;
      if (pair % 2 === 0) {
        ours = await runner.ours();
        theirs = await runner.theirs();
      } else {
        theirs = await runner.theirs();
        ours = await runner.ours();
      }
      for (const metric of benchmark.metrics) {
        samples.get(metric.id)?.push({ ours: figureOf(ours, metric.id), theirs: figureOf(theirs, metric.id) });
      }
      report(`${benchmark.id} pair ${pair + 1}/${benchmark.pairs}`);
    }
    await runner.verify?.();
    const notes = runner.notes?.();
    return Object.fromEntries(
      benchmark.metrics.map((metric) => [metric.id, judge(benchmark, metric, samples.get(metric.id) ?? [], notes)]),
    );
  } catch (error) {
    return red(benchmark, error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    await runner.close();
  }
}

function figureOf(values: Readonly<Record<string, number>>, id: string): number {
  const value = values[id];
  if (value === undefined || !Number.isFinite(value) || value <= 0) throw new Error(`no figure for ${id}: ${value}`);
  return value;
}

function judge(
  benchmark: Benchmark,
  metric: MetricDefinition,
  samples: readonly Sample[],
  notes?: Readonly<Record<string, string>>,
): MetricResult {
  const ours = quantile(
    samples.map((sample) => sample.ours),
    0.5,
  );
  const theirs = quantile(
    samples.map((sample) => sample.theirs),
    0.5,
  );
  const ratios = samples.map((sample) => sample.ours / sample.theirs);
  const ratio = ours / theirs;
  const spread = [quantile(ratios, 0.25), quantile(ratios, 0.75)] as const;
  const { target, notYet } = metric;
  const holds = (value: number, bound: number): boolean => (metric.bound === 'least' ? value >= bound : value <= bound);
  const least = notYet?.meanwhile ?? target;
  return {
    ratio,
    target,
    pass: holds(ratio, target),
    clearMiss: ![ratio, ...spread].some((value) => holds(value, least)),
    peer: benchmark.peer,
    pairs: samples.length,
    ours,
    theirs,
    unit: metric.unit,
    spread,
    ...(notes === undefined ? {} : { notes }),
    ...(notYet === undefined ? {} : { notYet: notYet.why }),
  };
}
