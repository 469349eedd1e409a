// An account that is 100 ms away, by a clock of its own: calls that are made side by side take it together, and how long
// all took tells how many had to wait for one another. Nothing waits for real time.
import type { AroundCalls } from '../../src/session.ts';

const AWAY = 100;
/** Turns of the event loop in which nothing begins. */
const TURNS = 30;

export interface FarAway extends Required<Pick<AroundCalls, 'carry'>> {
  /** Milliseconds that have gone by. */
  elapsed(): number;
  /** What was under way together, in order. */
  waves: string[][];
}

export function farAway(): FarAway {
  const atRest = work();
  let now = 0;
  let begun = 0;
  let beingAnswered = 0;
  let moving = false;
  const underWay: { operation: string; arrivesAt: number; arrive: () => void }[] = [];
  const waves: string[][] = [];

  /** Whatever this process still does may make a call now: the clock stands until there is nothing left. */
  async function untilAllWait() {
    for (let still = 0, before = -1; still < TURNS; ) {
      await new Promise((turn) => setImmediate(turn));
      const isBusy = beingAnswered > 0 || work() > atRest;
      still = isBusy || begun !== before ? 0 : still + 1;
      before = begun;
    }
  }

  async function move() {
    moving = true;
    while (underWay.length > 0) {
      await untilAllWait();
      now = Math.min(...underWay.map(({ arrivesAt }) => arrivesAt));
      const arrived = underWay.filter(({ arrivesAt }) => arrivesAt === now);
      waves.push(arrived.map(({ operation }) => operation));
      for (const one of arrived) {
        underWay.splice(underWay.indexOf(one), 1);
        beingAnswered++;
        one.arrive();
      }
    }
    moving = false;
  }

  return {
    waves,
    elapsed: () => now,
    async carry(operation, answer) {
      begun++;
      await new Promise<void>((arrive) => {
        underWay.push({ operation, arrivesAt: now + AWAY, arrive });
        if (!moving) void move();
      });
      return answer().finally(() => beingAnswered--);
    },
  };
}

/** How much Node waits for: files, pipes, other processes and threads. */
const work = () => process.getActiveResourcesInfo().filter((name) => !/^(Timeout|Immediate)$/.test(name)).length;
